// Headings of a text in an order without gaps: whoever begins with "##" or jumps from "#" to "###" still gets an outline that
// a screen reader can walk.

type Node = { type: string; depth?: number; children?: Node[] };

/** A remark plugin: the level of a heading is how many headings it stands under, plus one. */
export function remarkOutline() {
  return (tree: Node): void => {
    const above: number[] = [];
    visit(tree, (heading) => {
      while ((above.at(-1) ?? 0) >= heading.depth) above.pop();
      above.push(heading.depth);
      heading.depth = above.length;
    });
  };
}

function visit(node: Node, onHeading: (heading: { depth: number }) => void): void {
  if (node.type === "heading" && node.depth !== undefined) onHeading(node as { depth: number });
  for (const child of node.children ?? []) visit(child, onHeading);
}
