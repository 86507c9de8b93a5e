/** What became of commands, until the backend has heard it. */
import { join } from "node:path";
import { REPORTED_COMMAND_STATUSES } from "@mc/shared/runtime/command";
import { z } from "zod";
import { readTextOrNull, writeDurably } from "../storage/files.ts";

const shape = z.array(
  z.object({
    commandId: z.string(),
    generation: z.number(),
    status: z.enum(REPORTED_COMMAND_STATUSES),
    reason: z.string().optional(),
  }),
);
type Kept = z.infer<typeof shape>[number];
type Order = { readonly commandId: string; readonly generation: number };

export class CommandOutcomes {
  readonly #file: string;
  #changing: Promise<void> = Promise.resolve();

  constructor(runtimeDir: string) {
    this.#file = join(runtimeDir, "command-outcomes.json");
  }

  async find(order: Order): Promise<(Pick<Kept, "status"> & { reason?: string }) | null> {
    const kept = (await this.#read()).find((each) => isOf(each, order));
    if (!kept) return null;
    return kept.reason === undefined ? { status: kept.status } : { status: kept.status, reason: kept.reason };
  }

  /** Logs are not kept: they can be read again. */
  async keep(order: Order, { status, reason }: { status: Kept["status"]; reason?: string }): Promise<void> {
    const { commandId, generation } = order;
    const kept = { commandId, generation, status, ...(reason === undefined ? {} : { reason }) };
    await this.#change((all) => [...all.filter((each) => !isOf(each, order)), kept]);
  }

  async forget(order: Order): Promise<void> {
    await this.#change((all) => all.filter((each) => !isOf(each, order)));
  }

  /** One change after the other: collecting logs goes beside other commands, and each of them rewrites the file. */
  async #change(decide: (all: Kept[]) => Kept[]): Promise<void> {
    const changed = this.#changing.then(async () => {
      const all = await this.#read();
      const next = decide(all);
      if (next.length > 0 || all.length > 0) await this.#write(next);
    });
    this.#changing = changed.catch(() => undefined);
    await changed;
  }

  async #read(): Promise<Kept[]> {
    const text = await readTextOrNull(this.#file);
    try {
      return text === null ? [] : shape.parse(JSON.parse(text));
    } catch {
      return [];
    }
  }

  async #write(kept: Kept[]): Promise<void> {
    await writeDurably(this.#file, JSON.stringify(kept));
  }
}

function isOf(kept: Kept, order: Order): boolean {
  return kept.commandId === order.commandId && kept.generation === order.generation;
}
