import type { RunSummary } from '../run-summary.ts';
import type { ReportModel } from './model/report-model.ts';
import type { RunOrigin } from './run-documents.ts';

/** One run, as a report tells of it. */
export interface ReportedRun {
  readonly summary: RunSummary;
  readonly model: ReportModel;
  readonly origin: RunOrigin;
  /** The text of its scenario. */
  readonly scenario: string;
}
