import { Kbd, Modal } from '@mantine/core';
import { useSession } from '../store/session.ts';
import { BINDINGS } from './bindings.ts';
import classes from './Keys.module.css';

/** The table of keys. */
export default function KeyDialog() {
  return (
    <Modal opened onClose={() => useSession.getState().choose({ dialog: null })} title="Keys" size="md">
      <table className={classes.keys}>
        <tbody>
          {BINDINGS.filter(({ does }) => !/arm [2-6]$/.test(does)).map(({ shown, does }) => (
            <tr key={shown}>
              <th scope="row">
                {(shown === '1' ? '1 … 6' : shown).split(' ').map((key) =>
                  key === '…' ? (
                    ' … '
                  ) : (
                    <Kbd key={key} size="xs" mr={3}>
                      {key}
                    </Kbd>
                  ),
                )}
              </th>
              <td>{shown === '1' ? 'Select an arm' : does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
