/** Values a release has from its `version` step on (a first one never has those before), as what is said until then. */
const NOT_YET: { readonly [name: string]: string } = {
  'run.version': 'no version yet',
  'run.tag': 'no tag yet',
  'run.commit': 'no commit yet',
  'run.previousVersion': 'no earlier version known',
  'run.previousTag': 'no earlier version known',
};

/** Why a name has no value, as part of a sentence. */
export function whyUnknown(name: string): string {
  const missing = Object.hasOwn(NOT_YET, name) ? NOT_YET[name] : undefined;
  return missing === undefined ? 'nothing here has this name' : `there is ${missing}`;
}

/** What stands in its place where only people read it; undefined: nothing may. */
export function sayNotYet(name: string): string | undefined {
  return Object.hasOwn(NOT_YET, name) ? `(${NOT_YET[name]})` : undefined;
}
