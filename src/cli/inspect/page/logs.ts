/** Logs of runs, chosen or dropped: they are read here, and go nowhere. */
import { UsageError } from '../../usage-error.ts';
import { LogRecording } from '../view/log.ts';
import { byId } from './dom.ts';

export function listenForLogs(
  open: (recording: LogRecording, name: string) => void,
  note: (text: string) => void,
): void {
  const input = byId<HTMLInputElement>('log');
  const drop = byId('drop');
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    note(`Reading ${file.name}…`);
    try {
      const percent = (part: number): void => note(`Reading ${file.name}: ${Math.floor(part * 100)} %`);
      const recording = await LogRecording.read(file.name, await file.text(), percent);
      note(recording.problem ?? '');
      open(recording, file.name);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      note(error.message);
    }
  };
  input.addEventListener('change', () => {
    void read(input.files?.[0]);
    input.value = '';
  });
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.hidden = false;
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) drop.hidden = true;
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.hidden = true;
    void read(event.dataTransfer?.files[0]);
  });
}
