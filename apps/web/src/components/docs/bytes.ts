const UNITS = ["bytes", "KB", "MB", "GB"] as const;

/** "0 bytes", "12 KB", "1.4 MB", "2 GB"; a KB is 1,024 bytes, as the limits are. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const shown = unit === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
  return `${shown} ${UNITS[unit] ?? "bytes"}`;
}
