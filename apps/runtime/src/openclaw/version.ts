/** The OpenClaw that this runtime is built and tested against; `MC_OPENCLAW_VERSION` chooses another one, which is then said to be untested. */
export {
  OPENCLAW_VERSION,
  TESTED_OPENCLAW_VERSIONS as OPENCLAW_TESTED_VERSIONS,
} from "@mc/shared/runtime/version";
