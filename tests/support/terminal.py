"""
Runs a command on a terminal of 80 columns, and prints what it shows. Usage:

    terminal.py '[["text to wait for", "what to type then"], ...]' COMMAND ARGUMENT...

Ends as the command does.
"""
import fcntl
import json
import os
import pty
import struct
import sys
import termios

COLUMNS, ROWS = 80, 50
dialogue = json.loads(sys.argv[1])
command = sys.argv[2:]

child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

shown, unread = b"", 0
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        # What Linux says when the other side is closed.
        break
    if not chunk:
        break
    shown += chunk
    while dialogue:
        awaited, typed = dialogue[0]
        at = shown.find(awaited.encode(), unread)
        if at < 0:
            break
        unread = at + len(awaited.encode())
        os.write(terminal, typed.encode())
        dialogue.pop(0)

sys.stdout.buffer.write(shown)
_, status = os.waitpid(child, 0)
code = os.waitstatus_to_exitcode(status)
# As a shell says that a signal ended it.
sys.exit(code if code >= 0 else 128 - code)
