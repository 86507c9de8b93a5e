"use client";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { CommentsPanel } from "./CommentsPanel";
import { HistoryPanel } from "./HistoryPanel";
import { LinkedTasks } from "./LinkedTasks";
import type { DocumentFull } from "./use-documents";

const panelStyle = "min-h-0 flex-1 overflow-y-auto outline-offset-[-2px] data-[state=active]:flex flex-col";

/** What belongs to the text: how it came to be, what is said of it, what it is for. */
export function DocumentAside({ document }: { document: DocumentFull }) {
  return (
    <Tabs defaultValue="history" className="flex min-h-0 flex-1 flex-col">
      <TabsList aria-label="About the document" className="shrink-0 px-4 pt-1.5">
        <TabsTrigger value="history">History</TabsTrigger>
        <TabsTrigger value="comments">Comments</TabsTrigger>
        <TabsTrigger value="tasks">
          Tasks {document.links.length > 0 ? <span className="figures">{document.links.length}</span> : null}
        </TabsTrigger>
      </TabsList>
      <TabsContent value="history" className={panelStyle}>
        <HistoryPanel document={document} />
      </TabsContent>
      <TabsContent value="comments" className={panelStyle}>
        <CommentsPanel document={document} />
      </TabsContent>
      <TabsContent value="tasks" className={panelStyle}>
        <LinkedTasks document={document} />
      </TabsContent>
    </Tabs>
  );
}
