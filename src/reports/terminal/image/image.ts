import type { Report } from "../../../domain/report/report.ts";

export type Image = NonNullable<Report["image"]>;
