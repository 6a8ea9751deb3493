/** What a policy of somebody's own says of itself makes no sense. */
export class DefinitionError extends Error {
  /** @param field the name that it is about: a part of the definition, a parameter, a gauge; empty for all of it */
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = 'DefinitionError';
  }
}
