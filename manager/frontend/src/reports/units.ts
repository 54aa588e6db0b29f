/** Values of reports as people read them: see appliance/desk/reports/saying.py, which says them in tables. */
export type Unit = "count" | "number" | "percent" | "s" | "ms";

export function said(unit: Unit, value: number | null): string {
  if (value === null) return "–";
  switch (unit) {
    case "count":
      return Math.round(value).toLocaleString("en");
    case "number":
      return value.toFixed(2);
    case "percent":
      return `${value.toFixed(1)} %`;
    case "s":
      return clock(value);
    case "ms":
      return clock(value / 1000);
  }
}

export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return hours ? `${String(hours)}:${two(minutes)}:${two(rest)}` : `${String(minutes)}:${two(rest)}`;
}
