/** Makes an element. Its text is set as text: what a tracee wrote never becomes HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { className = '', text = '', role }: { readonly className?: string; readonly text?: string; readonly role?: string } = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  if (role !== undefined) made.setAttribute('role', role);
  made.append(...children);
  return made;
}

/** Makes a button. `look`: the editor’s primary button, a link, or one of an icon’s weight. */
export function button(text: string, look: 'primary' | 'secondary' | 'link' | 'icon', onClick: () => void): HTMLButtonElement {
  const made = element('button', { className: `button-${look}`, text });
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}
