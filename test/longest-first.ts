import { BaseSequencer, type TestSpecification } from "vitest/node";
import { measuredTimes } from "./measured-times.ts";

/**
 * The files that are known to be long before all others of their group, whatever their project: a long one that begins last would leave the other lanes
 * idle. Then vitest's own order, which on a fresh machine goes by the size of a file.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const times = Object.entries(measuredTimes()).filter(([, seconds]) => seconds >= longSeconds);
    const length = ({ moduleId }: TestSpecification) => times.find(([file]) => moduleId.endsWith(`/${file}`))?.[1] ?? 0;
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return usual.toSorted((one, other) => group(one) - group(other) || length(other) - length(one));
  }
}

const longSeconds = 20;
