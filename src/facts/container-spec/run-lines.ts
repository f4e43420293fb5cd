// The fact is what the source found; a rule imports its types from here and knows no source.
export type { RunFlag, RunLine, RunLines as RunLinesFact } from "../../domain/dockerfile/run-line.ts";
