// Before the first journey, so that none of their limits has to allow for it.
import { buildWeb, isWebBuilt, webSourceHash } from "../apps/cli/src/webBuild.ts";

export default async function buildFirst(): Promise<void> {
  const hash = webSourceHash();
  if (isWebBuilt(hash)) return;
  const failure = await buildWeb(hash);
  if (failure !== null) throw new Error(`The dashboard could not be built:\n${failure}`);
}
