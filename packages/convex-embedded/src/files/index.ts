/** Stored files. */
export {
  type ByteRange,
  type FileContent,
  FileContentError,
  FileStore,
  type StoredFile,
} from "./fileStore.ts";
export { parseRange } from "./range.ts";
export { createUploadTokens, type UploadTokens } from "./uploadTokens.ts";
