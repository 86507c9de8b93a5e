/** A number as it is typed: null for an empty field, NaN for what is no number. Digits may be grouped ("1,000,000"). */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(/[,_\s](?=\d{3}\b)/g, "");
  if (plain === "") return null;
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

export function textOf(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
