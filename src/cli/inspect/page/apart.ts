/** Draws the panels apart: what one of them cannot show keeps no other from being drawn. */

/**
 * `problems` are those of the last time; `say` is told where that changes, and `report` of each new error,
 * for a page is drawn many times a second.
 */
export function drawApart(
  panels: Readonly<Record<string, () => void>>,
  problems: Map<string, string>,
  say: (panel: string, problem: string) => void,
  report: (error: unknown) => void,
): void {
  for (const [panel, draw] of Object.entries(panels)) {
    const before = problems.get(panel) ?? '';
    let problem = '';
    try {
      draw();
    } catch (error) {
      problem = `cannot be shown: ${error instanceof Error ? error.message : String(error)}`;
      if (problem !== before) report(error);
    }
    if (problem !== before) say(panel, problem);
    problems.set(panel, problem);
  }
}
