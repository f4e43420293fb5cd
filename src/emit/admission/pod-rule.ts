/** One check of a policy, in the Common Expression Language: true admits the pod. */
export interface PodRule {
  readonly expression: string;
  /** What is asked for, for whoever's pod was refused. */
  readonly message: string;
}
