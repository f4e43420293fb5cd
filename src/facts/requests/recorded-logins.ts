import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { fieldsOf } from "./request-fields.ts";

/** Fields that choose a password. */
export const passwordField = /passw|pwd|passphrase/iu;
const loginField = /e-?mail|^(?:user|login|log|nick|account)(?:_?-?(?:name|login|id))?$/iu;
const registration = /regist|sign-?_?up|\bjoin\b|enrol|create-?_?account|\/(?:users|accounts|members)$/iu;
/** Shorter texts are in requests by chance. */
const minLength = 3;

/**
 * What a recording registers and logs in with -> what each client registers with instead; empty for a recording without a registration, since the login of
 * someone who is there already is the caller's.
 */
export function recordedLogins(requests: readonly RecordedRequest[]): ReadonlyMap<string, string> {
  const logins = new Map<string, string>();
  for (const request of requests) {
    if (request.values !== "recorded" || !registers(request)) continue;
    for (const [field, value] of fieldsOf(request)) {
      if (value.length < minLength) continue;
      if (passwordField.test(field)) logins.set(value, "Pw-{{client}}-x");
      else if (loginField.test(field))
        logins.set(value, value.includes("@") ? "user{{client}}@example.com" : "user{{client}}");
    }
  }
  return logins;
}

/** It takes a password and makes someone. */
function registers(request: RecordedRequest): boolean {
  const { method, target, status = 200 } = request;
  return (
    /^(?:POST|PUT)$/u.test(method) &&
    status < 400 &&
    (status === 201 || registration.test(target.split("?", 1)[0] ?? "")) &&
    fieldsOf(request).some(([field]) => passwordField.test(field))
  );
}
