/** How a deployment asks one container whether it works: a health check of Compose, Podman or Docker, a probe of Kubernetes. */
export type HealthProbe =
  | {
      readonly kind: "http";
      readonly port: number;
      /** With its query. */
      readonly path: string;
      readonly tls: boolean;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "grpc"; readonly port: number; readonly service?: string }
  | { readonly kind: "exec"; readonly command: readonly string[] }
  /** What a deployment asks elsewhere, or with values that its text does not have. */
  | { readonly kind: "unknown"; readonly reason: string };
