import { parseAsInteger, useQueryState } from "nuqs";

/** The task whose sheet is open, by number, kept in the address: back closes it, a link opens it. */
export function useOpenTask(): {
  openNumber: number | null;
  open: (number: number) => void;
  close: () => void;
} {
  const [openNumber, setOpen] = useQueryState(
    "task",
    parseAsInteger.withOptions({ history: "push", shallow: true }),
  );
  return { openNumber, open: (number) => void setOpen(number), close: () => void setOpen(null) };
}
