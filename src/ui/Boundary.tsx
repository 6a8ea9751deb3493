import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import classes from './Boundary.module.css';

/** Keeps an error in one part of the page from taking the rest with it; says what failed, and tries again when asked. */
export class Boundary extends Component<{ what: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const message = error instanceof Error ? error.message : String(error);
    return (
      <div className={classes.failed} role="alert">
        <p>
          {isUnloaded(message)
            ? `${this.props.what} has not been loaded on this device yet, and there is no network. It will be there once it has been opened with one.`
            : `${this.props.what} has failed: ${message}`}
        </p>
        <Button variant="default" onClick={() => (isUnloaded(message) ? window.location.reload() : this.setState({ error: null }))}>
          {isUnloaded(message) ? 'Reload the page' : 'Try again'}
        </Button>
      </div>
    );
  }
}

/** A part that could not be fetched: each engine says it in its own words. */
function isUnloaded(message: string): boolean {
  return /dynamically imported module|Importing a module script failed|error loading dynamically/i.test(message);
}
