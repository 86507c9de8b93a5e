import { describe, expect, it } from "vitest";
import { skillEnvOf } from "./skillEnv.ts";

const skillEnv = {
  MC_SKILL_ACME_CO__TRACKER: "acme's",
  MC_SKILL_OTHER__TRACKER: "other's",
  MC_SKILL_TRACKER: "unscoped",
  MC_SKILL_WIKI: "of all",
};
const of = (slug: string, isOnlyAccount: boolean, sharesSkillEnv = false) =>
  skillEnvOf({ slug, isOnlyAccount }, { skillEnv, sharesSkillEnv });

describe("credentials for skills", () => {
  it("go to the account that they name, under the short name that its skills write", () => {
    expect(of("acme-co", false)).toEqual({ MC_SKILL_TRACKER: "acme's" });
    expect(of("other", false)).toEqual({ MC_SKILL_TRACKER: "other's" });
  });

  it("go to nobody else: not to a similar name, not to one that holds the mark", () => {
    for (const slug of ["acme", "acme-co-2", "acme-co--tracker", "co", ""])
      expect(of(slug, false)).toEqual({});
  });

  it("without an account's name are for an only account, or for all where the operator says so; the account's own count first", () => {
    const all = { MC_SKILL_TRACKER: "unscoped", MC_SKILL_WIKI: "of all" };
    expect(of("third", true)).toEqual(all);
    expect(of("third", false, true)).toEqual(all);
    expect(of("acme-co", true)).toEqual({ ...all, MC_SKILL_TRACKER: "acme's" });
  });
});
