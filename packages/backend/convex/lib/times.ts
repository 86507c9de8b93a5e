/** When things were made. The platform dates a row by its writing; what came with an import also knows when it was made there. */
export function madeAt(row: { _creationTime: number; originalAt?: number }): number {
  return row.originalAt ?? row._creationTime;
}
