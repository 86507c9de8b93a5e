/** What an agent is doing while it uses a tool, for the tools that we know by name. */
const WORDS: Readonly<Record<string, string>> = {
  task_load: "reading the task",
  message_read: "reading the thread",
  task_status: "setting the status",
  task_message: "writing a message",
  document_upsert: "writing a document",
  response_request: "asking a question",
  exec: "running a command",
  bash: "running a command",
  read: "reading a file",
  write: "writing a file",
  edit: "editing a file",
  stopping: "stopping",
  web_search: "searching the web",
  web_fetch: "reading a page",
};

/** A tool's name as words; another tool keeps its name, and none yet reads "thinking". */
export function activityWords(tool: string | null): string {
  if (!tool) return "thinking";
  return WORDS[tool] ?? `using ${tool.replaceAll("_", " ")}`;
}
