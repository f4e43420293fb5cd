import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import kubernetes from "../../dialects/kubernetes/emit/kubernetes.ts";
import quadlet from "../../dialects/quadlet/emit/quadlet.ts";
import { runTexts } from "./run-texts.ts";
import { escapeReport } from "./escape-report.ts";

export interface PlatformText {
  readonly id: string;
  readonly title: string;
  /** Comments contain the settings that the platform cannot express. */
  readonly text: string;
}

/** How to run the proven profile on each platform; empty if nothing was proven. */
export function platformTexts(report: Report): PlatformText[] {
  const texts = runTexts(report);
  if (texts === undefined) return [];
  const { profile, witnesses } = report.proof ?? {};
  const limitTexts = [
    { ...kubernetes, title: "Kubernetes" },
    { ...quadlet, title: "Podman Quadlet" },
  ].flatMap(({ name, title, emit }): PlatformText[] => {
    if (profile === undefined) return [];
    try {
      const { files } = emit(profile, { ...(witnesses && { witnesses }) });
      return files.slice(-1).map(({ text }) => escapeReport({ id: name, title, text }));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return [escapeReport({ id: name, title, text: `# ${error.message}. ${error.hint}\n` })];
    }
  });
  return [
    { id: "docker-run", title: "docker run", text: texts.dockerRun },
    { id: "compose", title: "Compose", text: texts.compose },
    ...limitTexts,
  ];
}
