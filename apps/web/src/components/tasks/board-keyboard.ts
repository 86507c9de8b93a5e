// Dragging with the keyboard: arrows go from place to place, over columns that the card may not enter.
import type {
  CollisionDetection,
  DroppableContainer,
  KeyboardCoordinateGetter,
  UniqueIdentifier,
} from "@dnd-kit/core";
import { BOARD_STATUSES } from "@mc/shared/task/status";
import { COLUMN_PREFIX, detectWithPointer } from "./board-dnd";

type Places = readonly {
  readonly column: DroppableContainer | undefined;
  readonly cards: readonly DroppableContainer[];
}[];

/** One board's keyboard: the place chosen with the arrows is the place that is hit. */
export function createKeyboardDrag(): {
  coordinateGetter: KeyboardCoordinateGetter;
  detectCollision: CollisionDetection;
  reset: () => void;
} {
  let chosen: UniqueIdentifier | null = null;

  const coordinateGetter: KeyboardCoordinateGetter = (event, { active, context }) => {
    const places = placesOf(context.droppableContainers.getEnabled());
    const target = nextPlace(places, chosen ?? active, event.code);
    const rect = target && context.droppableRects.get(target.id);
    if (!rect) return undefined;
    event.preventDefault();
    chosen = target.id;
    return { x: rect.left, y: rect.top };
  };
  const detectCollision: CollisionDetection = (args) => {
    if (args.pointerCoordinates) return detectWithPointer(args);
    return [{ id: chosen ?? args.active.id }];
  };
  return {
    coordinateGetter,
    detectCollision,
    reset: () => {
      chosen = null;
    },
  };
}

function placesOf(containers: readonly DroppableContainer[]): Places {
  return BOARD_STATUSES.map((status) => {
    const own = containers.filter((container) => container.data.current?.["status"] === status);
    const cards = own.filter((container) => !isColumn(container.id)).sort((a, b) => topOf(a) - topOf(b));
    return { column: own.find((container) => isColumn(container.id)), cards };
  });
}

/** The place that an arrow leads to from `fromId`; undefined when there is none that way. */
export function nextPlace(
  places: Places,
  fromId: UniqueIdentifier,
  code: string,
): DroppableContainer | undefined {
  const at = places.findIndex(
    (place) => place.column?.id === fromId || place.cards.some((card) => card.id === fromId),
  );
  const here = places[at];
  if (!here) return undefined;
  const index = here.cards.findIndex((card) => card.id === fromId);
  switch (code) {
    case "ArrowDown":
      return here.cards[index + 1];
    case "ArrowUp":
      return here.cards[index - 1];
    case "ArrowRight":
    case "ArrowLeft": {
      const ahead = code === "ArrowRight" ? places.slice(at + 1) : places.slice(0, at).reverse();
      const open = ahead.find((place) => place.column !== undefined);
      return open?.cards[Math.min(Math.max(index, 0), open.cards.length - 1)] ?? open?.column;
    }
    default:
      return undefined;
  }
}

function isColumn(id: UniqueIdentifier): boolean {
  return String(id).startsWith(COLUMN_PREFIX);
}

function topOf(container: DroppableContainer): number {
  return container.rect.current?.top ?? 0;
}
