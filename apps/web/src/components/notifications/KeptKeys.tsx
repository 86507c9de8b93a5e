const KEY = /(\bMC-\d+)/;

/** A text whose "MC-42" stay on one line: a browser breaks at their hyphens. */
export function KeptKeys({ text }: { text: string }) {
  return text.split(KEY).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which have no other name
      <span key={index} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}
