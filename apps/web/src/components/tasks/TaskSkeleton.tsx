import { Loading, Skeleton } from "@/components/ui/skeleton";

export function TaskSkeleton() {
  return (
    <Loading label="Loading the task" className="flex max-w-3xl flex-col gap-3 p-5">
      <Skeleton className="h-6 w-3/4" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-5/6" />
      <Skeleton className="mt-4 h-24 w-full" />
      <Skeleton className="h-16 w-full" />
    </Loading>
  );
}
