import { NAME, WHOLE_NUMBER } from "@/lib/address";
import { useAddress } from "@/lib/use-address";

const PARAMS = { task: WHOLE_NUMBER, tab: NAME };

/** The task whose sheet is open, by number, kept in the address: back closes it, a link opens it. Its tab goes with it. */
export function useOpenTask(): {
  openNumber: number | null;
  open: (number: number) => void;
  close: () => void;
} {
  const [{ task }, setAddress] = useAddress(PARAMS, "push");
  return {
    openNumber: task,
    open: (number) => setAddress({ task: number }),
    close: () => setAddress({ task: null, tab: null }),
  };
}
