/**
 * Which owners read a key: an interval tree (a treap ordered by lower bound, each node knowing the highest upper
 * bound below it). Insertion, removal and a question cost O(log n + answers).
 */
import type { Interval, KeyText } from "../store/readSet.ts";

interface TreeNode<T> {
  readonly lo: KeyText;
  readonly hi: KeyText;
  readonly owner: T;
  /** Breaks ties between equal bounds, and is what makes removal find exactly this node. */
  readonly serial: number;
  readonly priority: number;
  maxHi: KeyText;
  left: TreeNode<T> | null;
  right: TreeNode<T> | null;
}

/** Names one inserted interval for its removal. */
export interface IntervalHandle {
  readonly lo: KeyText;
  readonly serial: number;
}

export class IntervalTree<T> {
  #root: TreeNode<T> | null = null;
  #nextSerial = 0;
  #seed = 0x2545_f491;

  insert(interval: Interval, owner: T): IntervalHandle {
    this.#nextSerial += 1;
    const node: TreeNode<T> = {
      lo: interval.lo,
      hi: interval.hi,
      owner,
      serial: this.#nextSerial,
      priority: this.#random(),
      maxHi: interval.hi,
      left: null,
      right: null,
    };
    this.#root = insertNode(this.#root, node);
    return node;
  }

  remove(handle: IntervalHandle): void {
    this.#root = removeNode(this.#root, handle);
  }

  /** Calls `found` for the owner of every interval that contains the key. */
  visit(key: KeyText, found: (owner: T) => void): void {
    visitNode(this.#root, key, found);
  }

  /** xorshift32: the tree's shape needs no better randomness, and tests need it reproducible. */
  #random(): number {
    let x = this.#seed;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#seed = x;
    return x >>> 0;
  }
}

function isBefore(a: IntervalHandle, b: IntervalHandle): boolean {
  return a.lo < b.lo || (a.lo === b.lo && a.serial < b.serial);
}

function refresh<T>(node: TreeNode<T>): void {
  let max = node.hi;
  if (node.left !== null && node.left.maxHi > max) max = node.left.maxHi;
  if (node.right !== null && node.right.maxHi > max) max = node.right.maxHi;
  node.maxHi = max;
}

function insertNode<T>(root: TreeNode<T> | null, node: TreeNode<T>): TreeNode<T> {
  if (root === null) return node;
  if (node.priority > root.priority) {
    const [left, right] = split(root, node);
    node.left = left;
    node.right = right;
    refresh(node);
    return node;
  }
  if (isBefore(node, root)) root.left = insertNode(root.left, node);
  else root.right = insertNode(root.right, node);
  refresh(root);
  return root;
}

/** Everything before `at`, and everything after it. */
function split<T>(root: TreeNode<T> | null, at: IntervalHandle): [TreeNode<T> | null, TreeNode<T> | null] {
  if (root === null) return [null, null];
  if (isBefore(root, at)) {
    const [left, right] = split(root.right, at);
    root.right = left;
    refresh(root);
    return [root, right];
  }
  const [left, right] = split(root.left, at);
  root.left = right;
  refresh(root);
  return [left, root];
}

function removeNode<T>(root: TreeNode<T> | null, handle: IntervalHandle): TreeNode<T> | null {
  if (root === null) return null;
  if (root.serial === handle.serial) return merge(root.left, root.right);
  if (isBefore(handle, root)) root.left = removeNode(root.left, handle);
  else root.right = removeNode(root.right, handle);
  refresh(root);
  return root;
}

function merge<T>(left: TreeNode<T> | null, right: TreeNode<T> | null): TreeNode<T> | null {
  if (left === null) return right;
  if (right === null) return left;
  if (left.priority > right.priority) {
    left.right = merge(left.right, right);
    refresh(left);
    return left;
  }
  right.left = merge(left, right.left);
  refresh(right);
  return right;
}

function visitNode<T>(node: TreeNode<T> | null, key: KeyText, found: (owner: T) => void): void {
  if (node === null || node.maxHi <= key) return;
  visitNode(node.left, key, found);
  if (node.lo > key) return;
  if (key < node.hi) found(node.owner);
  visitNode(node.right, key, found);
}
