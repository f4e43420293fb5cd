import { quotePlaceholders, unquotePlaceholders } from "../../../text/json-placeholders.ts";

/** The JSON of a GraphQL request; `variables` is JSON, which is left out where a parser refuses it. */
export function graphqlBody(query: string, variables: string): string {
  try {
    return unquotePlaceholders(
      JSON.stringify({ query, variables: JSON.parse(quotePlaceholders(variables)) as unknown }),
    );
  } catch {
    return JSON.stringify({ query });
  }
}
