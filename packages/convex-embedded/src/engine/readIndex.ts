/** From what a commit touched to the queries it made stale. */
import { concerns } from "../search/index.ts";
import type { ReadSet, SearchRead, Touched } from "../store/readSet.ts";
import { type IntervalHandle, IntervalTree } from "./intervals.ts";

export class ReadIndex<T> {
  readonly #intervals = new IntervalTree<T>();
  readonly #ids = new Map<string, Set<T>>();
  readonly #marks = new Map<string, Set<T>>();
  readonly #searches = new Map<number, Set<{ readonly read: SearchRead; readonly owner: T }>>();

  /** Returns what takes the owner's reads out again. */
  add(owner: T, readSet: ReadSet): () => void {
    const handles: IntervalHandle[] = readSet.intervals.map((interval) =>
      this.#intervals.insert(interval, owner),
    );
    for (const id of readSet.ids) addTo(this.#ids, id, owner);
    for (const mark of readSet.marks) addTo(this.#marks, mark, owner);
    const searches = readSet.searches.map((read) => ({ read, owner }));
    for (const search of searches) addTo(this.#searches, search.read.indexNumber, search);
    return () => {
      for (const search of searches) removeFrom(this.#searches, search.read.indexNumber, search);
      for (const handle of handles) this.#intervals.remove(handle);
      for (const id of readSet.ids) removeFrom(this.#ids, id, owner);
      for (const mark of readSet.marks) removeFrom(this.#marks, mark, owner);
    };
  }

  visitStale(touched: Touched, found: (owner: T) => void): void {
    for (const { indexNumber, text } of touched.texts) {
      for (const { read, owner } of this.#searches.get(indexNumber) ?? []) {
        if (concerns(read.search, text)) found(owner);
      }
    }
    for (const id of touched.ids) this.#ids.get(id)?.forEach(found);
    for (const mark of touched.marks) this.#marks.get(mark)?.forEach(found);
    for (const key of touched.keys) this.#intervals.visit(key, found);
  }
}

function addTo<K, T>(map: Map<K, Set<T>>, name: K, owner: T): void {
  const owners = map.get(name);
  if (owners === undefined) map.set(name, new Set([owner]));
  else owners.add(owner);
}

function removeFrom<K, T>(map: Map<K, Set<T>>, name: K, owner: T): void {
  const owners = map.get(name);
  owners?.delete(owner);
  if (owners?.size === 0) map.delete(name);
}
