import { Loading, Skeleton } from "@/components/ui/skeleton";

const WIDTHS = ["w-3/5", "w-4/5", "w-1/2", "w-2/3", "w-3/4", "w-2/5", "w-7/12", "w-5/12"] as const;

/** Lines of a list while it loads. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label} className="flex flex-col gap-1 pt-2">
      {WIDTHS.map((width) => (
        <div key={width} className="flex h-8 items-center gap-2.5">
          <Skeleton className="size-5 rounded-full" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}
