/** What a person pastes to connect a program of theirs, made from this installation's own address. */
export type ConnectCommand = {
  readonly id: "claude" | "codex" | "curl";
  readonly label: string;
  /** Where it goes. */
  readonly hint: string;
  readonly text: string;
};

/** In place of a token that is not shown any more. */
export const TOKEN_PLACEHOLDER = "mca_…";

export function connectCommands(origin: string, token: string): ConnectCommand[] {
  return [
    {
      id: "claude",
      label: "Claude Code",
      hint: "In the folder that it works in.",
      text: `claude mcp add --transport http mission-control ${origin}/mcp --header "Authorization: Bearer ${token}"`,
    },
    {
      id: "codex",
      label: "Codex",
      hint: "In a shell, before Codex starts; the second part goes to ~/.codex/config.toml.",
      text: `export MISSION_CONTROL_TOKEN=${token}\n\n[mcp_servers.mission-control]\nurl = "${origin}/mcp"\nbearer_token_env_var = "MISSION_CONTROL_TOKEN"`,
    },
    {
      id: "curl",
      label: "Any script",
      hint: `Every tool is one POST; they are described at ${origin}/api/v1/openapi.json.`,
      text: `curl -X POST ${origin}/api/v1/tools/work_list \\\n  -H "Authorization: Bearer ${token}"`,
    },
  ];
}

/** What to tell a program once it is connected. */
export const FIRST_WORDS =
  "Look with work_list what waits for you in Mission Control, claim it, do it, and answer. Repeat until nothing waits.";
