/** One check of a policy, in the Common Expression Language: true admits the pod. */
export interface PodRule {
  readonly expression: string;
  /** The requirement, for the owner of a refused pod. */
  readonly message: string;
}
