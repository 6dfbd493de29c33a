import type { ComponentProps } from 'react';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** Whether it does nothing now, as while what it asked for is under way. */
  isIdle?: boolean;
}

/** A button that keeps the focus while it does nothing: from a disabled one the browser takes it away, to nowhere. */
export function Button({ isIdle = false, onClick, className = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={className}
      aria-disabled={isIdle || undefined}
      onClick={(event) => {
        // Of a button that submits, this is what Enter in a field comes to as well.
        if (isIdle) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
