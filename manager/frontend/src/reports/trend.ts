/** The straight line that fits values best (least squares); empty where there are too few to speak of a trend. */
export function trend(values: readonly (number | null)[]): (number | null)[] {
  const points = values.flatMap((value, at) => (value === null ? [] : [[at, value] as const]));
  if (points.length < 4) return [];
  const middle = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [middle(0), middle(1)];
  const across = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / across;
  return values.map((_, at) => Math.max(0, y + slope * (at - x)));
}
