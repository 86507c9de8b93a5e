import { RUN_STATUS_LABEL, RUN_STATUSES } from "@mc/shared/delivery/run";
import { DOCUMENT_KINDS } from "@mc/shared/document/kinds";
import { taskKey } from "@mc/shared/task/limits";
import { isTaskStatus, STATUS_LABEL } from "@mc/shared/task/status";
import { KIND_LOOK } from "@/components/docs/document-kinds";
import type { SearchHit } from "./use-search";

/** What a hit is within its type, in the words used elsewhere: its status, its kind, its role, the task it belongs to. */
export function hitDetail({ target, detail }: SearchHit): string {
  switch (target.kind) {
    case "task":
      return `${taskKey(target.number)} · ${isTaskStatus(detail) ? STATUS_LABEL[detail] : detail}`;
    case "message":
      return `in ${taskKey(target.taskNumber)} ${detail}`;
    case "run": {
      const status = RUN_STATUSES.find((each) => each === detail);
      return `${taskKey(target.taskNumber)} · ${status ? RUN_STATUS_LABEL[status].toLowerCase() : detail}`;
    }
    case "document": {
      const kind = DOCUMENT_KINDS.find((each) => each === detail);
      return kind ? KIND_LOOK[kind].label : detail;
    }
    case "agent":
    case "member":
      return detail;
  }
}
