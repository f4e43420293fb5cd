import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  {
    kind: "openai-key",
    title: "OpenAI API key",
    // The word in the middle of every key, base64 of OpenAI; what stands before it is looked at from there.
    keywords: ["T3BlbkFJ"],
    pattern: /(?<=(?<!\w)(?<start>sk-(?:proj-|svcacct-|admin-|None-)?[\w-]{20,74}))T3BlbkFJ[\w-]{20,74}(?!\w)/y,
    shown: () => "sk-…",
    minEntropy: 3,
    severity: "error",
    source: "OpenAI API reference, authentication; GitHub documentation, supported secret scanning patterns",
  },
  prefixed({
    kind: "anthropic-key",
    title: "Anthropic API key",
    prefix: ["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-"],
    body: "[\\w-]{80,120}",
    minEntropy: 3.5,
    source: "Anthropic API documentation, authentication",
  }),
  prefixed({
    kind: "huggingface-token",
    title: "Hugging Face token",
    prefix: ["hf_", "api_org_"],
    body: "[A-Za-z]{34}",
    minEntropy: 3.5,
    source: "Hugging Face documentation, user access tokens",
  }),
  prefixed({
    kind: "groq-key",
    title: "Groq API key",
    prefix: "gsk_",
    body: "[A-Za-z0-9]{52}",
    source: "Groq documentation, API keys",
  }),
  prefixed({
    kind: "replicate-token",
    title: "Replicate API token",
    prefix: "r8_",
    body: "[A-Za-z0-9_-]{37}",
    source: "Replicate documentation, API tokens",
  }),
  prefixed({
    kind: "perplexity-key",
    title: "Perplexity API key",
    prefix: "pplx-",
    body: "[A-Za-z0-9]{48}",
    source: "Perplexity documentation, API keys",
  }),
  prefixed({
    kind: "xai-key",
    title: "xAI API key",
    prefix: "xai-",
    body: "[A-Za-z0-9]{80}",
    source: "xAI documentation, API keys",
  }),
  prefixed({
    kind: "openrouter-key",
    title: "OpenRouter API key",
    prefix: "sk-or-v1-",
    body: "[0-9a-f]{64}",
    source: "OpenRouter documentation, authentication",
  }),
  prefixed({
    kind: "langsmith-key",
    title: "LangSmith API key",
    prefix: ["lsv2_pt_", "lsv2_sk_"],
    body: "[0-9a-f]{32}_[0-9a-f]{10}",
    source: "LangSmith documentation, API keys",
  }),
  assigned({
    kind: "cohere-key",
    title: "Cohere API key",
    names: ["cohere", "co_api_key"],
    value: "[A-Za-z0-9]{40}",
    minEntropy: 4,
    source: "Cohere documentation, API keys",
  }),
  assigned({
    kind: "mistral-key",
    title: "Mistral API key",
    names: ["mistral_api"],
    value: "[A-Za-z0-9]{32}",
    minEntropy: 3.8,
    source: "Mistral documentation, API keys",
  }),
];

export default detectors;
