/** Links to pull requests: only such addresses are kept, in one spelling. */
import type { Decided } from "../errors.ts";

export type PullRequest = { url: string; label: string };

const MAX_LENGTH = 500;
const HOST = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d{1,5})?";
const FORMS = [
  // GitHub, Gitea, Forgejo, GitHub Enterprise
  {
    pattern: new RegExp(`^https://(${HOST})/([\\w.-]+/[\\w.-]+)/pulls?/(\\d{1,9})(?:[/?#].*)?$`, "i"),
    path: "pull",
    sign: "#",
  },
  {
    pattern: new RegExp(`^https://(${HOST})/([\\w./-]+?)/-/merge_requests/(\\d{1,9})(?:[/?#].*)?$`, "i"),
    path: "-/merge_requests",
    sign: "!",
  },
  {
    pattern: new RegExp(`^https://(${HOST})/([\\w.-]+/[\\w.-]+)/pull-requests/(\\d{1,9})(?:[/?#].*)?$`, "i"),
    path: "pull-requests",
    sign: "#",
  },
];

export function parsePullRequest(text: string): Decided<PullRequest> {
  const url = text.trim();
  for (const { pattern, path, sign } of FORMS) {
    const match = url.length <= MAX_LENGTH ? pattern.exec(url) : null;
    if (!match) continue;
    const [, host = "", repository = "", number = ""] = match;
    const segment = /\/pulls\//i.test(url) && path === "pull" ? "pulls" : path;
    return {
      ok: true,
      decision: {
        url: `https://${host.toLowerCase()}/${repository}/${segment}/${number}`,
        label: `${repository}${sign}${number}`,
      },
    };
  }
  return {
    ok: false,
    error: {
      code: "invalid",
      field: "prUrl",
      message: "Give the https address of a pull request, like https://github.com/owner/repo/pull/12.",
    },
  };
}
