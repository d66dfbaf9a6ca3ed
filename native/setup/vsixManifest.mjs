// The two XML files that make a zip archive a .vsix (https://github.com/microsoft/vscode-vsce documents them by example).

/**
 * @typedef {object} ExtensionManifest  the part of package.json that the Marketplace reads
 * @property {string} name
 * @property {string} publisher
 * @property {string} version
 * @property {{ vscode: string }} engines
 * @property {string[]} categories
 * @property {string[]} [keywords]
 * @property {string[]} [extensionKind]
 */

/**
 * @param {ExtensionManifest} manifest
 * @param {Record<string, string>} texts package.nls.json
 * @returns {string}
 */
export function vsixManifest(manifest, texts) {
  const { name, publisher, version, engines, categories, keywords = [], extensionKind = [] } = manifest;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escapeXml(name)}" Version="${escapeXml(version)}" Publisher="${escapeXml(publisher)}" TargetPlatform="linux-x64"/>
    <DisplayName>${escapeXml(texts['extension.displayName'] ?? name)}</DisplayName>
    <Description xml:space="preserve">${escapeXml(texts['extension.description'] ?? '')}</Description>
    <Tags>${escapeXml(keywords.join(','))}</Tags>
    <Categories>${escapeXml(categories.join(','))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escapeXml(engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${escapeXml(extensionKind.join(','))}"/>
    </Properties>
    <License>extension/LICENSE</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}

/** The media type of each file extension in the archive. */
export function contentTypes() {
  const types = {
    css: 'text/css',
    js: 'application/javascript',
    json: 'application/json',
    md: 'text/markdown',
    node: 'application/octet-stream',
    png: 'image/png',
    svg: 'image/svg+xml',
    vsixmanifest: 'text/xml',
  };
  const entries = Object.entries(types).map(([extension, type]) => `<Default Extension=".${extension}" ContentType="${type}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${entries.join('')}</Types>
`;
}

/** @param {string} text */
function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
