/**
 * A skill names its credentials, it never holds them: `${MC_SKILL_GITHUB_TOKEN}` stands for a variable of the runtime's
 * environment. The prefix is the boundary: an admin of an account may not point a server at the operator's other variables.
 */
export const SKILL_VARIABLE_PREFIX = "MC_SKILL_";

const REFERENCE = /\$\{([^}]*)\}/g;
const VARIABLE = /^MC_SKILL_[A-Z0-9_]{1,60}$/;

/** What providers put in front of their keys, and what a private key or a signed token begins with. */
const KNOWN_SECRETS =
  /\b(sk|pk|rk)[-_](live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{16,}|\bgh[oprsu]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{30,}|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|\bmc[asi]_[A-Za-z0-9_-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** Headers and settings that carry nothing but credentials. */
const SECRET_NAME = /authori[sz]ation|api[-_]?key|token|secret|password|passwd|credential|cookie/i;

/** The variables that a value refers to, each once. */
export function variablesIn(value: string): string[] {
  return [...new Set([...value.matchAll(REFERENCE)].map(([, name = ""]) => name))];
}

/** Whether a text holds something that is known to be a key, wherever it stands. */
export function holdsKnownSecret(text: string): boolean {
  return KNOWN_SECRETS.test(text);
}

/** Why a value may not be stored, as a sentence that follows its name; null when it may. */
export function problemWithValue(name: string, value: string): string | null {
  for (const variable of variablesIn(value)) {
    if (!VARIABLE.test(variable)) {
      return `may only refer to variables that begin with ${SKILL_VARIABLE_PREFIX}, in capitals, as \${${SKILL_VARIABLE_PREFIX}TOKEN}; \${${variable}} is not one`;
    }
  }
  const plain = value.replace(REFERENCE, " ");
  const isReferring = plain !== value;
  if (looksSecret(plain) || (SECRET_NAME.test(name) && !isReferring)) {
    return `looks like a secret. Put it into a variable of the runtime's environment and write its name here, as \${${SKILL_VARIABLE_PREFIX}TOKEN}`;
  }
  return null;
}

function looksSecret(text: string): boolean {
  return holdsKnownSecret(text) || text.split(/[\s,;:"'=/?&]+/).some(looksRandom);
}

/** A long word that no person would write: 24 characters or more in which letters and digits change places often. */
function looksRandom(word: string): boolean {
  if (word.length < 24 || !/^[A-Za-z0-9+_~-]+$/.test(word)) return false;
  const changes = word.match(/[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])/g) ?? [];
  return changes.length >= 4;
}
