import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import type { OwnRequest } from "./own-requests.ts";
import { openEarlierAnswers } from "./earlier-answers.ts";
import { recordedLogins } from "./recorded-logins.ts";
import { withoutRecordedValues } from "./recorded-values.ts";
import { decoded, fieldsOf } from "./request-fields.ts";

export interface SafeRequests {
  readonly requests: readonly OwnRequest[];
  /** Capture of a login's bearer token, where the recordings were saved without those that their requests sent. */
  readonly token?: string;
}

/** Each without what was recorded; captures belong to the request whose answer has them. */
export function safeRequests(ownList: readonly OwnRequest[], words: ReadonlySet<string>): SafeRequests {
  const sent = new Set(ownList.flatMap(({ request }) => sentValues(request)));
  const earlier = openEarlierAnswers((value) => sent.has(value));
  const logins = recordedLogins(ownList.map(({ request }) => request));
  const namesByValue = new Map<string, string>();
  const names = new Set<string>();
  /** Of each name, the next number that may be free. */
  const counts = new Map<string, number>();
  const variableFor = (field: string, value: string): string => {
    const known = namesByValue.get(value);
    if (known !== undefined) return `\${${known}}`;
    const plain = `WORKLOAD_${
      field
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]+/gu, "_")
        .replace(/^_/u, "")
        .replace(/_$/u, "") || "VALUE"
    }`;
    for (let number = counts.get(plain) ?? 1; ; number++) {
      const name = number === 1 ? plain : `${plain}_${number}`;
      if (names.has(name)) continue;
      counts.set(plain, number + 1);
      names.add(name);
      namesByValue.set(value, name);
      return `\${${name}}`;
    }
  };
  const safe = ownList.map(({ request, ...rest }) => {
    const changed = withoutRecordedValues(request, words, earlier, variableFor, logins);
    earlier.add(request);
    return { ...rest, request: changed, original: request };
  });
  const token = ownList.some(({ request }) => Object.hasOwn(request.headers, "authorization"))
    ? undefined
    : earlier.captureToken();
  return {
    ...(token !== undefined && { token }),
    requests: safe.map(({ request, original, ...others }) => {
      const captured = earlier.capturesOf(original);
      const { answer: _, ...rest } = request;
      return {
        ...others,
        request: captured === undefined ? rest : { ...rest, capture: { ...rest.capture, ...captured } },
      };
    }),
  };
}

/** What an earlier answer may have given: values of fields and headers, segments of paths. */
function sentValues(request: RecordedRequest): string[] {
  const values = fieldsOf(request).map(([, value]) => value);
  const paths = [request.target.split("?", 1)[0] ?? "", ...values.filter((value) => value.startsWith("/"))];
  return [
    ...values,
    ...paths.flatMap((path) => path.split("/").map(decoded)),
    // Behind the scheme of a login, too.
    ...Object.values(request.headers).flatMap((value) => [value, value.replace(/^\w+\s+/u, "")]),
  ];
}
