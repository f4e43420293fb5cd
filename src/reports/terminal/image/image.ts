import type { Report } from "../../../domain/report.ts";

export type Image = NonNullable<Report["image"]>;
