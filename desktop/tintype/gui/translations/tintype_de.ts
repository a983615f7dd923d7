<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;Folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Export A&amp;gain</source>
        <translation>Er&amp;neut exportieren</translation>
    </message>
    <message>
        <source>&amp;Close Photo</source>
        <translation>Foto s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Batch…</source>
        <translation>S&amp;tapel…</translation>
    </message>
    <message>
        <source>Add &amp;to Batch</source>
        <translation>Zum Stapel &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Copy Result</source>
        <translation>Ergebnis &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>C&amp;opy Recipe</source>
        <translation>Re&amp;zept kopieren</translation>
    </message>
    <message>
        <source>Pas&amp;te Recipe</source>
        <translation>Reze&amp;pt einfügen</translation>
    </message>
    <message>
        <source>Sa&amp;ve Recipe…</source>
        <translation>Rezept s&amp;peichern…</translation>
    </message>
    <message>
        <source>&amp;Load Recipe…</source>
        <translation>Rezept &amp;laden…</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>E&amp;instellungen…</translation>
    </message>
    <message>
        <source>&amp;Denoise</source>
        <translation>&amp;Entrauschen</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Reset All</source>
        <translation>Alles &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Previous Photo</source>
        <translation>&amp;Vorheriges Foto</translation>
    </message>
    <message>
        <source>&amp;Next Photo</source>
        <translation>&amp;Nächstes Foto</translation>
    </message>
    <message>
        <source>F&amp;irst Photo</source>
        <translation>E&amp;rstes Foto</translation>
    </message>
    <message>
        <source>&amp;Last Photo</source>
        <translation>&amp;Letztes Foto</translation>
    </message>
    <message>
        <source>F&amp;ilmstrip</source>
        <translation>Film&amp;streifen</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>Fit or 100 %</source>
        <translation>Einpassen oder 100 %</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>&amp;Vergrößern</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Split or Side by Side</source>
        <translation>&amp;Geteilt oder nebeneinander</translation>
    </message>
    <message>
        <source>Before and after: split, side by side, off</source>
        <translation>Vorher und nachher: geteilt, nebeneinander, aus</translation>
    </message>
    <message>
        <source>Show &amp;Before</source>
        <translation>Vor&amp;her zeigen</translation>
    </message>
    <message>
        <source>Show before: hold to look, tap to switch</source>
        <translation>Vorher zeigen: halten zum Ansehen, tippen zum Umschalten</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>Voll&amp;bild</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>Copy &amp;Diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Copy versions, devices and memory, for a report of a problem</source>
        <translation>Versionen, Geräte und Speicher für eine Fehlermeldung kopieren</translation>
    </message>
    <message>
        <source>&amp;About Tintype</source>
        <translation>Ü&amp;ber Tintype</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>&amp;Rückgängig: {0}</translation>
    </message>
    <message>
        <source>&amp;Redo {0}</source>
        <translation>&amp;Wiederholen: {0}</translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;High Contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
    <message>
        <source>&amp;Off</source>
        <translation>&amp;Aus</translation>
    </message>
    <message>
        <source>Split &amp;Left and Right</source>
        <translation>Geteilt, &amp;links und rechts</translation>
    </message>
    <message>
        <source>Split &amp;Top and Bottom</source>
        <translation>Geteilt, &amp;oben und unten</translation>
    </message>
    <message>
        <source>&amp;Side by Side</source>
        <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Difference x8</source>
        <translation>&amp;Differenz x8</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>Vergle&amp;ichen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>&amp;Foto</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>&amp;Maske</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Diagnostics copied</source>
        <translation>Diagnose kopiert</translation>
    </message>
    <message>
        <source>Gathering diagnostics</source>
        <translation>Diagnose wird zusammengestellt</translation>
    </message>
    <message>
        <source>camera raw</source>
        <translation>Kamera-Rohdaten</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Open a Photo</source>
        <translation>Foto öffnen</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>eingefügt</translation>
    </message>
    <message>
        <source>Open a Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Load a Mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Save the Mask</source>
        <translation>Maske speichern</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Load a Recipe</source>
        <translation>Rezept laden</translation>
    </message>
    <message>
        <source>Save the Recipe</source>
        <translation>Rezept speichern</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>Choose the Model Folder</source>
        <translation>Modellordner wählen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Add a Model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>On the photo</source>
        <translation>Auf dem Foto</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Restores photographs on your own computer. Nothing leaves it.
Open source under the MIT licence.</source>
        <translation>Restauriert Fotos auf dem eigenen Rechner. Nichts verlässt ihn.
Quelloffen unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Built on</source>
        <translation>Gebaut auf</translation>
    </message>
    <message>
        <source>About Tintype</source>
        <translation>Über Tintype</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Zoomen am Mauszeiger</translation>
    </message>
    <message>
        <source>Wheel, pinch</source>
        <translation>Mausrad, Finger spreizen</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Drag, Space+drag, middle-drag</source>
        <translation>Ziehen, Leertaste+Ziehen, Mitteltaste</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Move the split line</source>
        <translation>Trennlinie verschieben</translation>
    </message>
    <message>
        <source>Drag, arrow keys</source>
        <translation>Ziehen, Pfeiltasten</translation>
    </message>
    <message>
        <source>Centre the split line</source>
        <translation>Trennlinie in die Mitte</translation>
    </message>
    <message>
        <source>Double-click its handle</source>
        <translation>Doppelklick auf den Griff</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>Drag with a tool</source>
        <translation>Mit einem Werkzeug ziehen</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>Alt+drag, right-drag</source>
        <translation>Alt+Ziehen, rechte Taste</translation>
    </message>
    <message>
        <source>Straight line</source>
        <translation>Gerade Linie</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Umschalt+Klick</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+Mausrad</translation>
    </message>
    <message>
        <source>Reset a slider</source>
        <translation>Regler zurücksetzen</translation>
    </message>
    <message>
        <source>Double-click its name</source>
        <translation>Doppelklick auf den Namen</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>&amp;Hand</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>&amp;Pinsel</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>&amp;Radierer</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>&amp;Lasso</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>R&amp;echteck</translation>
    </message>
    <message>
        <source>Lar&amp;ger Brush</source>
        <translation>Pinsel &amp;größer</translation>
    </message>
    <message>
        <source>S&amp;maller Brush</source>
        <translation>Pinsel &amp;kleiner</translation>
    </message>
    <message>
        <source>Harder Edge</source>
        <translation>Kante härter</translation>
    </message>
    <message>
        <source>Softer Edge</source>
        <translation>Kante weicher</translation>
    </message>
    <message>
        <source>&amp;Show Mask</source>
        <translation>Maske an&amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>&amp;Umkehren</translation>
    </message>
    <message>
        <source>Gr&amp;ow</source>
        <translation>&amp;Vergrößern</translation>
    </message>
    <message>
        <source>Shri&amp;nk</source>
        <translation>Verkleiner&amp;n</translation>
    </message>
    <message>
        <source>&amp;Clear Mask</source>
        <translation>&amp;Maske leeren</translation>
    </message>
    <message>
        <source>Loa&amp;d Mask…</source>
        <translation>Maske la&amp;den…</translation>
    </message>
    <message>
        <source>Sa&amp;ve Mask…</source>
        <translation>Maske &amp;speichern…</translation>
    </message>
    <message>
        <source>Reuse Last &amp;Mask</source>
        <translation>Letzte Maske &amp;wiederverwenden</translation>
    </message>
    <message>
        <source>Find &amp;Damage</source>
        <translation>Schäden &amp;finden</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>F&amp;üllen</translation>
    </message>
    <message>
        <source>&amp;Try Another</source>
        <translation>&amp;Andere Variante</translation>
    </message>
    <message>
        <source>Best of Fo&amp;ur</source>
        <translation>Beste v&amp;on vier</translation>
    </message>
    <message>
        <source>Make four variants of the last fill and show the best; Try Another shows the others</source>
        <translation>Vier Varianten der letzten Füllung machen und die beste zeigen; „Andere Variante“ zeigt die übrigen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Not measured.</source>
        <translation>Nicht gemessen.</translation>
    </message>
    <message>
        <source>Training data</source>
        <translation>Trainingsdaten</translation>
    </message>
    <message>
        <source>The model does not tell.</source>
        <translation>Das Modell nennt keine.</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Another Variant</source>
        <translation>Andere Variante</translation>
    </message>
    <message>
        <source>Best of Four</source>
        <translation>Beste von vier</translation>
    </message>
    <message>
        <source>Find Damage</source>
        <translation>Schäden finden</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Empfindlichkeit</translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation>Strich</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Grow Mask</source>
        <translation>Maske vergrößern</translation>
    </message>
    <message>
        <source>Shrink Mask</source>
        <translation>Maske verkleinern</translation>
    </message>
    <message>
        <source>Load Mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Reuse Mask</source>
        <translation>Maske wiederverwenden</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Page cleaned</source>
        <translation>Seite bereinigt</translation>
    </message>
    <message>
        <source>Sensitivity {0}</source>
        <translation>Empfindlichkeit {0}</translation>
    </message>
    <message>
        <source>Damage found</source>
        <translation>Schäden gefunden</translation>
    </message>
    <message>
        <source>No damage found</source>
        <translation>Keine Schäden gefunden</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Earlier steps</source>
        <translation>Frühere Schritte</translation>
    </message>
    <message>
        <source>Another variant</source>
        <translation>Andere Variante</translation>
    </message>
    <message>
        <source>Best of 4 variants</source>
        <translation>Beste von 4 Varianten</translation>
    </message>
    <message>
        <source>Mask cleared</source>
        <translation>Maske geleert</translation>
    </message>
    <message>
        <source>Mask inverted</source>
        <translation>Maske umgekehrt</translation>
    </message>
    <message>
        <source>Mask grown</source>
        <translation>Maske vergrößert</translation>
    </message>
    <message>
        <source>Mask shrunk</source>
        <translation>Maske verkleinert</translation>
    </message>
    <message>
        <source>Mask loaded</source>
        <translation>Maske geladen</translation>
    </message>
    <message>
        <source>Mask reused</source>
        <translation>Maske wiederverwendet</translation>
    </message>
    <message>
        <source>Recipe applied</source>
        <translation>Rezept angewandt</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>best</source>
        <translation>gründlich</translation>
    </message>
    <message>
        <source>Denoised ({0})</source>
        <translation>Entrauscht ({0})</translation>
    </message>
    <message>
        <source>Denoised (level {0}, {1})</source>
        <translation>Entrauscht (Pegel {0}, {1})</translation>
    </message>
    <message>
        <source>Amount {0} %</source>
        <translation>Stärke {0} %</translation>
    </message>
    <message>
        <source>Amount {0} % / {1} %</source>
        <translation>Stärke {0} % / {1} %</translation>
    </message>
    <message>
        <source>{0}, detail {1} %</source>
        <translation>{0}, Details {1} %</translation>
    </message>
    <message>
        <source>Filled 1 place</source>
        <translation>1 Stelle gefüllt</translation>
    </message>
    <message>
        <source>Filled {0} places</source>
        <translation>{0} Stellen gefüllt</translation>
    </message>
    <message>
        <source>Find damage</source>
        <translation>Schäden finden</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Bits per channel</source>
        <translation>Bit je Kanal</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>At 100 nothing is lost, except in a JPEG</source>
        <translation>Bei 100 geht nichts verloren, außer in einem JPEG</translation>
    </message>
    <message>
        <source>Lossless</source>
        <translation>Verlustfrei</translation>
    </message>
    <message>
        <source>As the source</source>
        <translation>Wie die Quelle</translation>
    </message>
    <message>
        <source>The quality that this JPEG was saved with</source>
        <translation>Die Qualität, mit der dieses JPEG gespeichert wurde</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Longest side in pixels</source>
        <translation>Längste Seite in Pixeln</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Beside the photo</source>
        <translation>Neben dem Foto</translation>
    </message>
    <message>
        <source>In a folder</source>
        <translation>In einem Ordner</translation>
    </message>
    <message>
        <source>Export folder</source>
        <translation>Zielordner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the export folder</source>
        <translation>Zielordner wählen</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>If the name exists</source>
        <translation>Wenn es den Namen gibt</translation>
    </message>
    <message>
        <source>Add a number</source>
        <translation>Nummer anhängen</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Datei ersetzen</translation>
    </message>
    <message>
        <source>All but colour profile and resolution</source>
        <translation>Alles außer Farbprofil und Auflösung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Fields: {0}</source>
        <translation>Felder: {0}</translation>
    </message>
    <message>
        <source>If it exists</source>
        <translation>Wenn vorhanden</translation>
    </message>
    <message>
        <source>{0}, version {1}</source>
        <translation>{0}, Version {1}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>{0} kMAC a pixel</source>
        <translation>{0} kMAC je Pixel</translation>
    </message>
    <message>
        <source>a second left</source>
        <translation>noch eine Sekunde</translation>
    </message>
    <message>
        <source>{0} s left</source>
        <translation>noch {0} s</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>noch {0} min</translation>
    </message>
    <message>
        <source>Another pasted picture waits; save the one in sight, then try again.</source>
        <translation>Ein weiteres eingefügtes Bild wartet; zuerst das sichtbare speichern, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Replace the Original</source>
        <translation>Original ersetzen</translation>
    </message>
    <message>
        <source>Replace the original?</source>
        <translation>Das Original ersetzen?</translation>
    </message>
    <message>
        <source>A copy of it is kept as {0}.</source>
        <translation>Eine Kopie davon bleibt als {0} erhalten.</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>{0} cannot hold all of the photo. Save it all the same?</source>
        <translation>{0} kann nicht alles von dem Foto aufnehmen. Trotzdem speichern?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Done before</source>
        <translation>Schon erledigt</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Denoised</source>
        <translation>Entrauscht</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>Gefüllt</translation>
    </message>
    <message>
        <source>Filled and denoised</source>
        <translation>Gefüllt und entrauscht</translation>
    </message>
    <message>
        <source>Already clean</source>
        <translation>Schon sauber</translation>
    </message>
    <message>
        <source>Nothing to fill</source>
        <translation>Nichts zu füllen</translation>
    </message>
    <message>
        <source>{0} to do</source>
        <translation>{0} zu erledigen</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 Datei</translation>
    </message>
    <message>
        <source>nothing to fill</source>
        <translation>nichts zu füllen</translation>
    </message>
    <message>
        <source>already clean</source>
        <translation>schon sauber</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>noise {0}</source>
        <translation>Rauschen {0}</translation>
    </message>
    <message>
        <source>filled {0} %</source>
        <translation>{0} % gefüllt</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} Dateien</translation>
    </message>
    <message>
        <source>{0} light</source>
        <translation>{0} schwach verrauscht</translation>
    </message>
    <message>
        <source>{0} heavy</source>
        <translation>{0} stark verrauscht</translation>
    </message>
    <message>
        <source>There are no photos in there.</source>
        <translation>Darin sind keine Fotos.</translation>
    </message>
    <message>
        <source>{0} hidden or system</source>
        <translation>{0} versteckt oder vom System</translation>
    </message>
    <message>
        <source>{0} of other kinds</source>
        <translation>{0} anderer Art</translation>
    </message>
    <message>
        <source>{0} masks or earlier results</source>
        <translation>{0} Masken oder frühere Ergebnisse</translation>
    </message>
    <message>
        <source>{0}; passed over: {1}</source>
        <translation>{0}; übergangen: {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
</context>
<context>
    <name>Autosave</name>
    <message>
        <source>Unsaved work cannot be kept for the case of a crash: {0}. Save it yourself.</source>
        <translation>Ungespeicherte Arbeit kann nicht für den Fall eines Absturzes gesichert werden: {0}. Bitte selbst speichern.</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Progress of the batch</source>
        <translation>Fortschritt des Stapels</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Retry Failed</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Contact Sheet…</source>
        <translation>Kontaktabzug…</translation>
    </message>
    <message>
        <source>One picture of the photos before and after, beside the results</source>
        <translation>Ein Bild der Fotos vorher und nachher, neben den Ergebnissen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop; what is not finished keeps waiting</source>
        <translation>Beenden; was nicht fertig ist, wartet weiter</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>Looking for new photos…</source>
        <translation>Neue Fotos werden gesucht…</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>lets the open photo go first</source>
        <translation>lässt das geöffnete Foto vor</translation>
    </message>
</context>
<context>
    <name>BatchDesk</name>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>Stapel zeigen</translation>
    </message>
    <message>
        <source>A pasted picture is no file yet; save it, and open it from there.</source>
        <translation>Ein eingefügtes Bild ist noch keine Datei; zuerst speichern und von dort öffnen.</translation>
    </message>
    <message>
        <source>Batch: looking for new photos</source>
        <translation>Stapel: sucht neue Fotos</translation>
    </message>
    <message>
        <source>Batch paused: {0} of {1}</source>
        <translation>Stapel angehalten: {0} von {1}</translation>
    </message>
    <message>
        <source>Batch: {0} of {1}</source>
        <translation>Stapel: {0} von {1}</translation>
    </message>
    <message>
        <source>Continue batch: {0} to do</source>
        <translation>Stapel fortsetzen: {0} zu erledigen</translation>
    </message>
    <message>
        <source>Batch ended. {0}</source>
        <translation>Stapel beendet. {0}</translation>
    </message>
    <message>
        <source>A batch is running. Stop it and quit?</source>
        <translation>Ein Stapel läuft. Anhalten und beenden?</translation>
    </message>
    <message>
        <source>All finished photos stay, and the batch can be gone on with at the next start.</source>
        <translation>Alle fertigen Fotos bleiben, und der Stapel kann beim nächsten Start fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Stop and Quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
</context>
<context>
    <name>BatchForm</name>
    <message>
        <source>As the open photo</source>
        <translation>Wie das geöffnete Foto</translation>
    </message>
    <message>
        <source>Denoise, automatic</source>
        <translation>Entrauschen, automatisch</translation>
    </message>
    <message>
        <source>Denoise, best quality</source>
        <translation>Entrauschen, gründlich</translation>
    </message>
    <message>
        <source>Repair damage and denoise</source>
        <translation>Schäden beheben und entrauschen</translation>
    </message>
    <message>
        <source>Fill a mask</source>
        <translation>Maske füllen</translation>
    </message>
    <message>
        <source>As the original</source>
        <translation>Wie das Original</translation>
    </message>
    <message>
        <source>Skip the photo</source>
        <translation>Foto überspringen</translation>
    </message>
    <message>
        <source>Add a number</source>
        <translation>Nummer anhängen</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Datei ersetzen</translation>
    </message>
    <message>
        <source>Replace if the photo is newer</source>
        <translation>Ersetzen, wenn das Foto neuer ist</translation>
    </message>
    <message>
        <source>Copy them</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Photos and folders</source>
        <translation>Fotos und Ordner</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add Photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Take all photos out of the batch</source>
        <translation>Alle Fotos aus dem Stapel nehmen</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was getan wird</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Mask…</source>
        <translation>Maske…</translation>
    </message>
    <message>
        <source>Choose a mask for all photos</source>
        <translation>Maske für alle Fotos wählen</translation>
    </message>
    <message>
        <source>Folder of Masks…</source>
        <translation>Maskenordner…</translation>
    </message>
    <message>
        <source>Choose a folder of masks named as the photos</source>
        <translation>Ordner mit Masken wählen, die wie die Fotos heißen</translation>
    </message>
    <message>
        <source>Folder of the results</source>
        <translation>Ordner der Ergebnisse</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Choose the folder of the results</source>
        <translation>Ordner der Ergebnisse wählen</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Names, format, and what happens to files that are there already</source>
        <translation>Namen, Format und was mit vorhandenen Dateien geschieht</translation>
    </message>
    <message>
        <source>Names of the results</source>
        <translation>Namen der Ergebnisse</translation>
    </message>
    <message>
        <source>{stem} is the photo&apos;s name, {task} what was done to it</source>
        <translation>{stem} ist der Name des Fotos, {task} das, was damit geschah</translation>
    </message>
    <message>
        <source>Format of the results</source>
        <translation>Format der Ergebnisse</translation>
    </message>
    <message>
        <source>If a file of the name exists</source>
        <translation>Wenn es eine Datei des Namens gibt</translation>
    </message>
    <message>
        <source>Photos without noise</source>
        <translation>Fotos ohne Rauschen</translation>
    </message>
    <message>
        <source>Folders inside folders too</source>
        <translation>Auch Ordner in Ordnern</translation>
    </message>
    <message>
        <source>Tintype&apos;s results too</source>
        <translation>Auch Ergebnisse von Tintype</translation>
    </message>
    <message>
        <source>Work on photos that Tintype has worked on before; otherwise they are skipped</source>
        <translation>Auch Fotos bearbeiten, die Tintype schon bearbeitet hat; sonst werden sie übersprungen</translation>
    </message>
    <message>
        <source>Go on looking for new photos</source>
        <translation>Weiter neue Fotos suchen</translation>
    </message>
    <message>
        <source>The batch does not end: what is put into its folders is done as well, until you stop it</source>
        <translation>Der Stapel endet nicht: Was in seine Ordner gelegt wird, wird auch bearbeitet, bis Sie ihn beenden</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Results in</source>
        <translation>Ergebnisse in</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>If the file exists</source>
        <translation>Wenn vorhanden</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>keine gewählt</translation>
    </message>
    <message>
        <source>none yet; drop photos or folders anywhere here</source>
        <translation>noch keine; Fotos oder Ordner irgendwo hier ablegen</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>Add a Folder of Photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Photos ({0})</source>
        <translation>Fotos ({0})</translation>
    </message>
    <message>
        <source>Add Photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Choose the Folder of the Results</source>
        <translation>Ordner der Ergebnisse wählen</translation>
    </message>
    <message>
        <source>Choose a Mask</source>
        <translation>Maske wählen</translation>
    </message>
    <message>
        <source>Pictures ({0})</source>
        <translation>Bilder ({0})</translation>
    </message>
    <message>
        <source>Choose a Folder of Masks</source>
        <translation>Maskenordner wählen</translation>
    </message>
</context>
<context>
    <name>BatchModel</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Working, {0} %</source>
        <translation>In Arbeit, {0} %</translation>
    </message>
</context>
<context>
    <name>BatchTable</name>
    <message>
        <source>Photos of the batch</source>
        <translation>Fotos des Stapels</translation>
    </message>
    <message>
        <source>Open Result</source>
        <translation>Ergebnis öffnen</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove from the Batch</source>
        <translation>Aus dem Stapel nehmen</translation>
    </message>
</context>
<context>
    <name>BatchWindow</name>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Fotos werden gesucht…</translation>
    </message>
    <message>
        <source>Choose the mask that is to be filled.</source>
        <translation>Die Maske wählen, die gefüllt werden soll.</translation>
    </message>
    <message>
        <source>The batch is running; add more when it has ended.</source>
        <translation>Der Stapel läuft; weitere Fotos nach seinem Ende hinzufügen.</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Difference x8</source>
        <translation>Differenz x8</translation>
    </message>
    <message>
        <source>Difference x8: nothing has changed yet</source>
        <translation>Differenz x8: noch ist nichts verändert</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>ContactSheets</name>
    <message>
        <source>There are no results to show; they may have been moved.</source>
        <translation>Es gibt keine Ergebnisse zu zeigen; vielleicht wurden sie verschoben.</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>Gespeichert als {0}</translation>
    </message>
    <message>
        <source>Making the contact sheet</source>
        <translation>Kontaktabzug wird erstellt</translation>
    </message>
</context>
<context>
    <name>DenoisePanel</name>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Noise level as measured</source>
        <translation>Rauschpegel wie gemessen</translation>
    </message>
    <message>
        <source>Use the noise level measured in this photo</source>
        <translation>Den in diesem Foto gemessenen Rauschpegel verwenden</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Standard deviation of the noise, in 8-bit levels</source>
        <translation>Standardabweichung des Rauschens in 8-Bit-Stufen</translation>
    </message>
    <message>
        <source>Link luminance and colour</source>
        <translation>Luminanz und Farbe koppeln</translation>
    </message>
    <message>
        <source>Move luminance and colour together</source>
        <translation>Luminanz und Farbe gemeinsam bewegen</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Luminanz</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Put back fine texture that went with the noise; flat places such as sky stay clean</source>
        <translation>Feine Strukturen zurückholen, die mit dem Rauschen verschwanden; Flächen wie der Himmel bleiben sauber</translation>
    </message>
    <message>
        <source>Remove the noise (D)</source>
        <translation>Das Rauschen entfernen (D)</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Open a photo to begin.</source>
        <translation>Zum Anfangen ein Foto öffnen.</translation>
    </message>
    <message>
        <source>No denoising model is installed.</source>
        <translation>Kein Modell zum Entrauschen ist installiert.</translation>
    </message>
    <message>
        <source>Cleans the page, whatever its noise.</source>
        <translation>Reinigt die Seite, auch ohne Rauschen.</translation>
    </message>
    <message>
        <source>Measuring the noise…</source>
        <translation>Rauschen wird gemessen…</translation>
    </message>
    <message>
        <source>Already clean: measured noise {0}.</source>
        <translation>Schon sauber: gemessenes Rauschen {0}.</translation>
    </message>
    <message>
        <source>Noise {0} → {1}</source>
        <translation>Rauschen {0} → {1}</translation>
    </message>
    <message>
        <source>Measured noise {0}</source>
        <translation>Gemessenes Rauschen {0}</translation>
    </message>
    <message>
        <source>Luminance {0} in the shadows and {1} in the lights, colour {2} and {3}</source>
        <translation>Helligkeit {0} in den Schatten und {1} in den Lichtern, Farbe {2} und {3}</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>Einen Ordner mit Fotos hier ablegen</translation>
    </message>
    <message>
        <source>The names of all results are shown before anything is written. Originals are never touched.</source>
        <translation>Die Namen aller Ergebnisse werden gezeigt, bevor etwas geschrieben wird. Originale bleiben unberührt.</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Something else is still running; wait for it, or stop it with Esc.</source>
        <translation>Noch läuft etwas anderes; darauf warten oder es mit Esc abbrechen.</translation>
    </message>
    <message>
        <source>This photo is already clean. To denoise it all the same, set a noise level by hand.</source>
        <translation>Dieses Foto ist schon sauber. Um es trotzdem zu entrauschen, den Rauschpegel von Hand einstellen.</translation>
    </message>
</context>
<context>
    <name>ErrorBox</name>
    <message>
        <source>Tintype</source>
        <translation>Tintype</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>This is a bug in Tintype</source>
        <translation>Das ist ein Fehler in Tintype</translation>
    </message>
    <message>
        <source>Your photo files are unharmed. Please copy the details into a report.</source>
        <translation>Die Fotodateien sind unversehrt. Bitte die Einzelheiten in eine Fehlermeldung kopieren.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Show Details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>One recipe at a time can be applied, once the photo is open.</source>
        <translation>Rezepte lassen sich nur einzeln anwenden, sobald das Foto geöffnet ist.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>{0} bits</source>
        <translation>{0} Bit</translation>
    </message>
    <message>
        <source>As the photo ({0} bits)</source>
        <translation>Wie das Foto ({0} Bit)</translation>
    </message>
</context>
<context>
    <name>ExportPreview</name>
    <message>
        <source>File that is written</source>
        <translation>Datei, die geschrieben wird</translation>
    </message>
    <message>
        <source>Size of the picture and of the file</source>
        <translation>Größe des Bildes und der Datei</translation>
    </message>
    <message>
        <source>What is lost</source>
        <translation>Was verloren geht</translation>
    </message>
    <message>
        <source>Why nothing can be exported</source>
        <translation>Warum nichts exportiert werden kann</translation>
    </message>
    <message>
        <source>Reckoning the size…</source>
        <translation>Größe wird berechnet…</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>{0} × {1} px, {2}</source>
        <translation>{0} × {1} px, {2}</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>The denoising is not done yet; export when it is.</source>
        <translation>Das Entrauschen läuft noch; danach exportieren.</translation>
    </message>
    <message>
        <source>Exported as {0}, {1}</source>
        <translation>Exportiert als {0}, {1}</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} wird exportiert</translation>
    </message>
</context>
<context>
    <name>FailedPage</name>
    <message>
        <source>Photo that cannot be opened</source>
        <translation>Foto, das nicht geöffnet werden kann</translation>
    </message>
    <message>
        <source>Discard the Unsaved Work</source>
        <translation>Ungespeicherte Arbeit verwerfen</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>The denoising is not done yet; save when it is.</source>
        <translation>Das Entrauschen ist noch nicht fertig; danach speichern.</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>Gespeichert als {0}</translation>
    </message>
    <message>
        <source>Saved as {0}; the original is kept as {1}</source>
        <translation>Gespeichert als {0}; das Original bleibt als {1} erhalten</translation>
    </message>
    <message>
        <source>Saving {0}</source>
        <translation>{0} wird gespeichert</translation>
    </message>
    <message>
        <source>Unsaved Changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>the pasted picture</source>
        <translation>dem eingefügten Bild</translation>
    </message>
    <message>
        <source>Save the changes to {0}?</source>
        <translation>Änderungen an {0} speichern?</translation>
    </message>
    <message>
        <source>Without saving, the result is lost. The original file stays as it is.</source>
        <translation>Ohne Speichern geht das Ergebnis verloren. Die Originaldatei bleibt, wie sie ist.</translation>
    </message>
</context>
<context>
    <name>FillPanel</name>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Diameter in pixels of the photo ([ and ], Alt+wheel)</source>
        <translation>Durchmesser in Pixeln des Fotos ([ und ], Alt+Mausrad)</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>Härte</translation>
    </message>
    <message>
        <source>How sharp the edge of the brush is (Shift+[ and Shift+])</source>
        <translation>Wie scharf die Kante des Pinsels ist (Umschalt+[ und Umschalt+])</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Sichern…</translation>
    </message>
    <message>
        <source>Reuse</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Find Damage</source>
        <translation>Schäden finden</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Empfindlichkeit</translation>
    </message>
    <message>
        <source>How weak a mark may be to count as damage</source>
        <translation>Wie schwach eine Stelle sein darf, um als Schaden zu gelten</translation>
    </message>
    <message>
        <source>Fill after each stroke</source>
        <translation>Nach jedem Strich füllen</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Try Another</source>
        <translation>Andere Variante</translation>
    </message>
    <message>
        <source>Best of Four</source>
        <translation>Beste von vier</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>Schäden</translation>
    </message>
    <message>
        <source>Open a photo to begin.</source>
        <translation>Zum Anfangen ein Foto öffnen.</translation>
    </message>
    <message>
        <source>No filling model is installed.</source>
        <translation>Kein Modell zum Füllen ist installiert.</translation>
    </message>
    <message>
        <source>No model that finds damage is installed.</source>
        <translation>Kein Modell, das Schäden findet, ist installiert.</translation>
    </message>
    <message>
        <source>Paint over what should go, then press Enter.</source>
        <translation>Übermalen, was weg soll, dann die Eingabetaste drücken.</translation>
    </message>
    <message>
        <source>Enter fills the mask, Esc clears it.</source>
        <translation>Die Eingabetaste füllt die Maske, Esc leert sie.</translation>
    </message>
</context>
<context>
    <name>Filler</name>
    <message>
        <source>Paint over what should go first: take the brush with B.</source>
        <translation>Zuerst übermalen, was weg soll: B nimmt den Pinsel.</translation>
    </message>
    <message>
        <source>Variant {0} of {1}</source>
        <translation>Variante {0} von {1}</translation>
    </message>
    <message>
        <source>Filled in {0} s</source>
        <translation>In {0} s gefüllt</translation>
    </message>
    <message>
        <source>Best of 4 variants in {0} s; Try Another shows the others</source>
        <translation>Beste von 4 Varianten in {0} s; „Andere Variante“ zeigt die übrigen</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>FilmstripModel</name>
    <message>
        <source>has unsaved changes</source>
        <translation>hat ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>kann nicht geöffnet werden</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Damage is marked. Adjust the sensitivity or the mask; Enter fills it.</source>
        <translation>Schäden sind markiert. Empfindlichkeit oder Maske anpassen; die Eingabetaste füllt.</translation>
    </message>
    <message>
        <source>No damage was found; a higher sensitivity finds weaker marks.</source>
        <translation>Keine Schäden gefunden; eine höhere Empfindlichkeit findet schwächere.</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>{0}  ·  saved</source>
        <translation>{0}  ·  gespeichert</translation>
    </message>
    <message>
        <source>{0}, present</source>
        <translation>{0}, aktuell</translation>
    </message>
    <message>
        <source>{0}, undone</source>
        <translation>{0}, rückgängig gemacht</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Open a photo to begin.</source>
        <translation>Zum Anfangen ein Foto öffnen.</translation>
    </message>
    <message>
        <source>Click a step to go there. What comes after it stays until you do something else.</source>
        <translation>Ein Klick auf einen Schritt führt dorthin. Was danach kommt, bleibt, bis etwas anderes getan wird.</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Unsaved Changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>1 photo has unsaved changes.</source>
        <translation>1 Foto hat ungespeicherte Änderungen.</translation>
    </message>
    <message>
        <source>{0} photos have unsaved changes.</source>
        <translation>{0} Fotos haben ungespeicherte Änderungen.</translation>
    </message>
    <message>
        <source>the pasted picture</source>
        <translation>dem eingefügten Bild</translation>
    </message>
    <message>
        <source>Save All writes each result beside its photo under a new name, or where it was saved before. The original files stay as they are.</source>
        <translation>„Alle speichern“ schreibt jedes Ergebnis unter neuem Namen neben sein Foto, oder dorthin, wo es zuvor gespeichert wurde. Die Originale bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Saving {0} photos</source>
        <translation>{0} Fotos werden gespeichert</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Denoise</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
</context>
<context>
    <name>MaskEditor</name>
    <message>
        <source>The last mask belongs to a photo of {0} by {1} pixels; this one measures {2} by {3}.</source>
        <translation>Die letzte Maske gehört zu einem Foto von {0} mal {1} Pixeln; dieses misst {2} mal {3}.</translation>
    </message>
</context>
<context>
    <name>MaskFiles</name>
    <message>
        <source>Loaded {0}</source>
        <translation>{0} geladen</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>Gespeichert als {0}</translation>
    </message>
</context>
<context>
    <name>MemoryChoice</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>{0}: automatic</source>
        <translation>{0}: automatisch</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Card of the model</source>
        <translation>Karte des Modells</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen…</translation>
    </message>
    <message>
        <source>Add a model of your own: one ONNX file, as training.export writes it</source>
        <translation>Ein eigenes Modell hinzufügen: eine ONNX-Datei, wie training.export sie schreibt</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>To add a model of your own, drop its .onnx file here.</source>
        <translation>Um ein eigenes Modell hinzuzufügen, dessen .onnx-Datei hier ablegen.</translation>
    </message>
    <message>
        <source>Come with Tintype</source>
        <translation>Mit Tintype geliefert</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Only your own models can be removed</source>
        <translation>Nur eigene Modelle lassen sich entfernen</translation>
    </message>
</context>
<context>
    <name>OwnModels</name>
    <message>
        <source>Added the model {0}</source>
        <translation>Modell {0} hinzugefügt</translation>
    </message>
    <message>
        <source>Added {0}; the one of Tintype goes first</source>
        <translation>{0} hinzugefügt; das von Tintype geht vor</translation>
    </message>
    <message>
        <source>Trying out {0}</source>
        <translation>{0} wird ausprobiert</translation>
    </message>
    <message>
        <source>Replace your model {0}?</source>
        <translation>Das eigene Modell {0} ersetzen?</translation>
    </message>
    <message>
        <source>{0} takes the place of {1}.</source>
        <translation>{0} tritt an die Stelle von {1}.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Remove the model {0}?</source>
        <translation>Das Modell {0} entfernen?</translation>
    </message>
    <message>
        <source>{0} is deleted. To use the model again, you need the file that it was added from.</source>
        <translation>{0} wird gelöscht. Um das Modell wieder zu verwenden, wird die Datei gebraucht, aus der es kam.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removed the model {0}</source>
        <translation>Modell {0} entfernt</translation>
    </message>
    <message>
        <source>Removing {0}</source>
        <translation>{0} wird entfernt</translation>
    </message>
</context>
<context>
    <name>PageOffer</name>
    <message>
        <source>Scan of a page</source>
        <translation>Scan einer Seite</translation>
    </message>
    <message>
        <source>This looks like the scan of a page.</source>
        <translation>Das sieht nach dem Scan einer Seite aus.</translation>
    </message>
    <message>
        <source>Clean the Page</source>
        <translation>Seite reinigen</translation>
    </message>
    <message>
        <source>Take away stains, wrinkles and shadows; the paper becomes white, the print stays</source>
        <translation>Flecken, Falten und Schatten entfernen; das Papier wird weiß, der Druck bleibt</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Memory for a tile</source>
        <translation>Speicher je Kachel</translation>
    </message>
    <message>
        <source>Memory for a photo</source>
        <translation>Speicher je Foto</translation>
    </message>
    <message>
        <source>A file that would take more is not opened; automatic is half of what is free</source>
        <translation>Eine Datei, die mehr bräuchte, wird nicht geöffnet; automatisch ist die Hälfte dessen, was frei ist</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Luminanz</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>From the next start on</source>
        <translation>Ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the model folder</source>
        <translation>Modellordner wählen</translation>
    </message>
    <message>
        <source>Large photos are worked on in tiles; smaller ones take less memory, and more time</source>
        <translation>Große Fotos werden in Kacheln bearbeitet; kleinere brauchen weniger Speicher und mehr Zeit</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>The Denoise panel starts with</source>
        <translation>Das Entrauschen beginnt mit</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Models of your own</source>
        <translation>Eigene Modelle</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>The environment variable TINTYPE_MODELS names this folder; it goes before what is chosen here.</source>
        <translation>Die Umgebungsvariable TINTYPE_MODELS nennt diesen Ordner; sie geht vor der Wahl hier.</translation>
    </message>
    <message>
        <source>Commands such as tintype batch look into another folder only where TINTYPE_MODELS names it.</source>
        <translation>Befehle wie tintype batch sehen in einen anderen Ordner nur, wenn TINTYPE_MODELS ihn nennt.</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop at once; the photo stays as it is (Esc)</source>
        <translation>Sofort anhalten; das Foto bleibt, wie es ist (Esc)</translation>
    </message>
    <message>
        <source>Filling… {0} %</source>
        <translation>Wird gefüllt… {0} %</translation>
    </message>
    <message>
        <source>Looking for damage… {0} %</source>
        <translation>Schäden werden gesucht… {0} %</translation>
    </message>
    <message>
        <source>Applying the recipe… {0} %</source>
        <translation>Rezept wird angewandt… {0} %</translation>
    </message>
    <message>
        <source>Denoising… {0} %</source>
        <translation>Wird entrauscht… {0} %</translation>
    </message>
    <message>
        <source>The part in view is done.</source>
        <translation>Der sichtbare Teil ist fertig.</translation>
    </message>
</context>
<context>
    <name>QualityRow</name>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>Other model</source>
        <translation>Anderes Modell</translation>
    </message>
    <message>
        <source>Other model…</source>
        <translation>Anderes Modell…</translation>
    </message>
    <message>
        <source>Denoise with a model for one kind of picture, or of your own</source>
        <translation>Mit einem Modell für eine Art von Bildern oder einem eigenen entrauschen</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Clear List</source>
        <translation>Liste &amp;leeren</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Copied the recipe; fills painted by hand stay with this photo.</source>
        <translation>Rezept kopiert; von Hand gemalte Füllungen bleiben bei diesem Foto.</translation>
    </message>
    <message>
        <source>Copied the recipe</source>
        <translation>Rezept kopiert</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>Gespeichert als {0}</translation>
    </message>
    <message>
        <source>Saved as {0}; fills painted by hand stay with this photo.</source>
        <translation>Gespeichert als {0}; von Hand gemalte Füllungen bleiben bei diesem Foto.</translation>
    </message>
    <message>
        <source>Fills painted by hand stay with their photo; there is no other step for a recipe.</source>
        <translation>Von Hand gemalte Füllungen bleiben bei ihrem Foto; einen anderen Schritt für ein Rezept gibt es nicht.</translation>
    </message>
    <message>
        <source>Nothing is done to this photo yet; denoise it or fill found damage, and there is a recipe.</source>
        <translation>Mit diesem Foto ist noch nichts geschehen; nach dem Entrauschen oder dem Füllen gefundener Schäden gibt es ein Rezept.</translation>
    </message>
    <message>
        <source>There is no recipe in the clipboard.</source>
        <translation>In der Zwischenablage ist kein Rezept.</translation>
    </message>
    <message>
        <source>Open a photo first; a recipe is applied to the photo that is open.</source>
        <translation>Zuerst ein Foto öffnen; ein Rezept wird auf das geöffnete Foto angewandt.</translation>
    </message>
    <message>
        <source>Applied the recipe</source>
        <translation>Rezept angewandt</translation>
    </message>
    <message>
        <source>This recipe holds no step.</source>
        <translation>Dieses Rezept enthält keinen Schritt.</translation>
    </message>
    <message>
        <source>Applied the recipe in {0} s; no damage was found</source>
        <translation>Rezept in {0} s angewandt; es wurden keine Schäden gefunden</translation>
    </message>
    <message>
        <source>Applied the recipe in {0} s; there is no noise to remove</source>
        <translation>Rezept in {0} s angewandt; es ist kein Rauschen zu entfernen</translation>
    </message>
    <message>
        <source>Applied the recipe in {0} s</source>
        <translation>Rezept in {0} s angewandt</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>a pasted picture</source>
        <translation>ein eingefügtes Bild</translation>
    </message>
    <message>
        <source>There is other unsaved work on {0}; save or discard that first.</source>
        <translation>An {0} gibt es andere ungespeicherte Arbeit; diese zuerst speichern oder verwerfen.</translation>
    </message>
</context>
<context>
    <name>RecoveryBar</name>
    <message>
        <source>Unsaved work</source>
        <translation>Ungespeicherte Arbeit</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Keep the unsaved work, and ask again at the next start</source>
        <translation>Ungespeicherte Arbeit behalten und beim nächsten Start wieder fragen</translation>
    </message>
    <message>
        <source>1 photo has unsaved work.</source>
        <translation>An 1 Foto gibt es ungespeicherte Arbeit.</translation>
    </message>
    <message>
        <source>{0} photos have unsaved work.</source>
        <translation>An {0} Fotos gibt es ungespeicherte Arbeit.</translation>
    </message>
    <message>
        <source>Tintype was closed unexpectedly.</source>
        <translation>Tintype wurde unerwartet beendet.</translation>
    </message>
    <message>
        <source>What was kept of {0} more is damaged and cannot be restored.</source>
        <translation>Was von {0} weiteren gesichert war, ist beschädigt und kann nicht wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>Not everything could be restored; it is kept until you discard it.</source>
        <translation>Nicht alles ließ sich wiederherstellen; es bleibt erhalten, bis es verworfen wird.</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>ScreenColours</name>
    <message>
        <source>Colours: screen profile unknown, taken as sRGB</source>
        <translation>Farben: Bildschirmprofil unbekannt, als sRGB angenommen</translation>
    </message>
    <message>
        <source>Colours: screen profile {0}</source>
        <translation>Farben: Bildschirmprofil {0}</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>Double-click to reset</source>
        <translation>Doppelklick setzt zurück</translation>
    </message>
</context>
<context>
    <name>SpeedTest</name>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Test the device</source>
        <translation>Gerät testen</translation>
    </message>
    <message>
        <source>Denoise a small picture, and say what ran and how quickly</source>
        <translation>Ein kleines Bild entrauschen und sagen, was wie schnell gerechnet hat</translation>
    </message>
    <message>
        <source>{0}: {1} MP/s</source>
        <translation>{0}: {1} MP/s</translation>
    </message>
    <message>
        <source>The test did not work.</source>
        <translation>Der Test hat nicht geklappt.</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Test läuft…</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Bits per channel</source>
        <translation>Bit je Kanal</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>{0}-bit grey</source>
        <translation>{0} Bit grau</translation>
    </message>
    <message>
        <source>{0}-bit</source>
        <translation>{0} Bit</translation>
    </message>
    <message>
        <source>noise {0}</source>
        <translation>Rauschen {0}</translation>
    </message>
    <message>
        <source>noise {0} → {1}</source>
        <translation>Rauschen {0} → {1}</translation>
    </message>
</context>
<context>
    <name>StatusChip</name>
    <message>
        <source>{0} ms/MP</source>
        <translation>{0} ms/MP</translation>
    </message>
    <message>
        <source>The device that runs the model</source>
        <translation>Das Gerät, auf dem das Modell läuft</translation>
    </message>
    <message>
        <source>Device: {0}</source>
        <translation>Gerät: {0}</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a photo or a folder here</source>
        <translation>Foto oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>Foto öffnen…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>{path} does not exist; check the name.</source>
        <translation>{path} gibt es nicht; bitte den Namen prüfen.</translation>
    </message>
    <message>
        <source>{path} is a folder; name a photo inside it.</source>
        <translation>{path} ist ein Ordner; bitte ein Foto darin nennen.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} lässt sich nicht lesen: {reason}.</translation>
    </message>
    <message>
        <source>{path} holds no photos; folders inside it are not searched.</source>
        <translation>{path} enthält keine Fotos; Ordner darin werden nicht durchsucht.</translation>
    </message>
    <message>
        <source>{path} has changed since it was worked on, so the unsaved work does not fit it; it is kept.</source>
        <translation>{path} wurde seit der Bearbeitung geändert, die ungespeicherte Arbeit passt nicht mehr dazu; sie bleibt erhalten.</translation>
    </message>
    <message>
        <source>The unsaved work in {path} is damaged and cannot be restored.</source>
        <translation>Die ungespeicherte Arbeit in {path} ist beschädigt und kann nicht wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} lässt sich nicht schreiben: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be used as a recipe: {reason}.</source>
        <translation>{path} kann nicht als Rezept verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>These pixels cannot be processed: {reason}.</source>
        <translation>Diese Pixel lassen sich nicht verarbeiten: {reason}.</translation>
    </message>
    <message>
        <source>This mask cannot be used: {reason}.</source>
        <translation>Diese Maske lässt sich nicht verwenden: {reason}.</translation>
    </message>
    <message>
        <source>{name} is {value!r}, but it must be {allowed}.</source>
        <translation>{name} ist {value!r}, muss aber {allowed} sein.</translation>
    </message>
    <message>
        <source>There is no model called {name}; installed are: {known}.</source>
        <translation>Ein Modell namens {name} gibt es nicht; installiert sind: {known}.</translation>
    </message>
    <message>
        <source>No model for the task {task} is installed; install Tintype again, or add a model to the model folder.</source>
        <translation>Für die Aufgabe {task} ist kein Modell installiert; Tintype neu installieren oder ein Modell in den Modellordner legen.</translation>
    </message>
    <message>
        <source>{path} cannot be used as a model: {reason}.</source>
        <translation>{path} lässt sich nicht als Modell verwenden: {reason}.</translation>
    </message>
    <message>
        <source>You have a model called {name} already ({path}); add --replace, or export this one with another --id.</source>
        <translation>Ein eigenes Modell namens {name} gibt es schon ({path}); --replace hinzufügen oder dieses mit einer anderen --id exportieren.</translation>
    </message>
    <message>
        <source>The model {name} cannot be removed: {reason}.</source>
        <translation>Das Modell {name} lässt sich nicht entfernen: {reason}.</translation>
    </message>
    <message>
        <source>A batch on a cluster needs Ray; install it with: python -m pip install &quot;tintype[cluster]&quot;</source>
        <translation>Ein Stapel auf einem Cluster braucht Ray; installieren Sie es mit: python -m pip install &quot;tintype[cluster]&quot;</translation>
    </message>
    <message>
        <source>The Ray cluster {address} cannot be reached: {reason}.</source>
        <translation>Der Ray-Cluster {address} ist nicht zu erreichen: {reason}.</translation>
    </message>
    <message>
        <source>There is not enough free memory for this photo; close other programs and try again.</source>
        <translation>Für dieses Foto ist nicht genug Speicher frei; andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>The model could not be run: {reason}</source>
        <translation>Das Modell ließ sich nicht ausführen: {reason}</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is not an ordinary file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it is write-protected</source>
        <translation>die Datei ist schreibgeschützt</translation>
    </message>
    <message>
        <source>the folder {0} does not exist</source>
        <translation>den Ordner {0} gibt es nicht</translation>
    </message>
    <message>
        <source>{0} is not a folder</source>
        <translation>{0} ist kein Ordner</translation>
    </message>
    <message>
        <source>the name holds a null character</source>
        <translation>der Name enthält ein Nullzeichen</translation>
    </message>
    <message>
        <source>the folder cannot be made</source>
        <translation>der Ordner lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>the folder {0} cannot be made</source>
        <translation>der Ordner {0} lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk space allotted to you is used up</source>
        <translation>der zugeteilte Speicherplatz ist aufgebraucht</translation>
    </message>
    <message>
        <source>the file would be larger than is allowed there</source>
        <translation>die Datei würde größer, als dort erlaubt ist</translation>
    </message>
    <message>
        <source>the disk can only be read</source>
        <translation>der Datenträger lässt sich nur lesen</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>der Name ist zu lang</translation>
    </message>
    <message>
        <source>you are not allowed to write in the folder {0}</source>
        <translation>im Ordner {0} fehlt das Recht zu schreiben</translation>
    </message>
    <message>
        <source>the disk failed</source>
        <translation>der Datenträger hat versagt</translation>
    </message>
    <message>
        <source>its name must end in one of {0}</source>
        <translation>der Name muss auf eines von {0} enden</translation>
    </message>
    <message>
        <source>this format holds at most {0} pixels a side, and the photo has {1}</source>
        <translation>dieses Format fasst höchstens {0} Pixel je Seite, und das Foto hat {1}</translation>
    </message>
    <message>
        <source>it is not a JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD or camera raw picture</source>
        <translation>es ist kein Bild in JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD oder Kamera-Rohdaten</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>there is not enough free memory for it</source>
        <translation>dafür ist nicht genug Speicher frei</translation>
    </message>
    <message>
        <source>the file is damaged or cut short</source>
        <translation>die Datei ist beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>its decoder, {0}, is missing; install Tintype again</source>
        <translation>ihr Decoder, {0}, fehlt; Tintype neu installieren</translation>
    </message>
    <message>
        <source>you are not allowed to open it</source>
        <translation>es fehlt das Recht, sie zu öffnen</translation>
    </message>
    <message>
        <source>decoding it takes too long, so it is probably damaged</source>
        <translation>das Dekodieren dauert zu lange, sie ist also wahrscheinlich beschädigt</translation>
    </message>
    <message>
        <source>its decoder crashed, so it is probably damaged</source>
        <translation>der Dekoder ist daran abgestürzt, sie ist also wahrscheinlich beschädigt</translation>
    </message>
    <message>
        <source>the process that decodes such files cannot be started</source>
        <translation>der Prozess, der solche Dateien dekodiert, kann nicht gestartet werden</translation>
    </message>
    <message>
        <source>the process that decodes such files cannot be started ({0})</source>
        <translation>der Prozess, der solche Dateien dekodiert, kann nicht gestartet werden ({0})</translation>
    </message>
    <message>
        <source>it has {0} pixels, and more than a gigapixel cannot be opened</source>
        <translation>es hat {0} Pixel, und mehr als ein Gigapixel lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>it has no pixels</source>
        <translation>es hat keine Pixel</translation>
    </message>
    <message>
        <source>its kind of colours is not supported</source>
        <translation>diese Art von Farben wird nicht unterstützt</translation>
    </message>
    <message>
        <source>its channels are not whole numbers of 8 or 16 bits</source>
        <translation>die Kanäle sind keine ganzen Zahlen mit 8 oder 16 Bit</translation>
    </message>
    <message>
        <source>its channels are neither whole numbers of 8 or 16 bits nor floating point numbers</source>
        <translation>die Kanäle sind weder ganze Zahlen mit 8 oder 16 Bit noch Gleitkommazahlen</translation>
    </message>
    <message>
        <source>its kind of pixels ({0}) is not supported</source>
        <translation>diese Art von Pixeln ({0}) wird nicht unterstützt</translation>
    </message>
    <message>
        <source>its kind of pixels is not supported; save it as a TIFF</source>
        <translation>diese Art von Pixeln wird nicht unterstützt; als TIFF speichern</translation>
    </message>
    <message>
        <source>its compression is not supported; save it as a TIFF</source>
        <translation>diese Komprimierung wird nicht unterstützt; als TIFF speichern</translation>
    </message>
    <message>
        <source>its compression (number {0}) is not supported</source>
        <translation>diese Komprimierung (Nummer {0}) wird nicht unterstützt</translation>
    </message>
    <message>
        <source>it is a camera&apos;s raw file of a kind that is not supported; develop it to a TIFF first</source>
        <translation>diese Art von Kamera-Rohdaten wird nicht unterstützt; zuerst zu einem TIFF entwickeln</translation>
    </message>
    <message>
        <source>{0} measures {1} and the photo {2}</source>
        <translation>{0} misst {1} und das Foto {2}</translation>
    </message>
    <message>
        <source>it measures {0} and the photo {1}</source>
        <translation>sie misst {0} und das Foto {1}</translation>
    </message>
    <message>
        <source>its shape is {0} instead of height x width</source>
        <translation>ihre Form ist {0} statt Höhe x Breite</translation>
    </message>
    <message>
        <source>its type is {0} instead of bool, uint8 or float</source>
        <translation>ihr Typ ist {0} statt bool, uint8 oder float</translation>
    </message>
    <message>
        <source>some of its values are infinite or not a number</source>
        <translation>einige ihrer Werte sind unendlich oder keine Zahl</translation>
    </message>
    <message>
        <source>it covers the whole photo, so that nothing is left to fill from; take some of it away</source>
        <translation>sie bedeckt das ganze Foto, so dass nichts bleibt, woraus gefüllt werden kann; etwas davon wegnehmen</translation>
    </message>
    <message>
        <source>its id {0} is that of {1}; export it with another --id</source>
        <translation>die Kennung {0} ist die von {1}; mit einer anderen --id exportieren</translation>
    </message>
    <message>
        <source>its inputs are {0}, and those of the task {1} must be {2}</source>
        <translation>die Eingänge sind {0}, und die der Aufgabe {1} müssen {2} sein</translation>
    </message>
    <message>
        <source>it has {0} outputs instead of one</source>
        <translation>es hat {0} Ausgänge statt einem</translation>
    </message>
    <message>
        <source>for a picture of {0} pixels it gives {1} instead of {2}</source>
        <translation>für ein Bild von {0} Pixeln liefert es {1} statt {2}</translation>
    </message>
    <message>
        <source>for a picture of {0} pixels it gives values that are not finite</source>
        <translation>für ein Bild von {0} Pixeln liefert es Werte, die nicht endlich sind</translation>
    </message>
    <message>
        <source>it measures {0} MB, and a model may measure {1} MB at most</source>
        <translation>es misst {0} MB, und ein Modell darf höchstens {1} MB messen</translation>
    </message>
    <message>
        <source>part of its weights lies in another file; export it as one file</source>
        <translation>ein Teil der Gewichte liegt in einer anderen Datei; als eine Datei exportieren</translation>
    </message>
    <message>
        <source>it uses operators that are not part of ONNX ({0})</source>
        <translation>es verwendet Operatoren, die nicht zu ONNX gehören ({0})</translation>
    </message>
    <message>
        <source>its checksum is not that of the file which came with Tintype; install Tintype again</source>
        <translation>die Prüfsumme ist nicht die der Datei, die mit Tintype kam; Tintype neu installieren</translation>
    </message>
    <message>
        <source>the list of checksums beside it ({0}) is damaged; install Tintype again</source>
        <translation>die Liste der Prüfsummen daneben ({0}) ist beschädigt; Tintype neu installieren</translation>
    </message>
    <message>
        <source>it does not run on a picture of {0} pixels; onnxruntime says: {1}</source>
        <translation>es läuft nicht auf einem Bild von {0} Pixeln; onnxruntime sagt: {1}</translation>
    </message>
    <message>
        <source>it cannot be read ({0})</source>
        <translation>die Datei lässt sich nicht lesen ({0})</translation>
    </message>
    <message>
        <source>it is not an ONNX file</source>
        <translation>es ist keine ONNX-Datei</translation>
    </message>
    <message>
        <source>its id {0} is no plain name of letters, digits, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;; export it with another --id</source>
        <translation>die Kennung {0} ist kein schlichter Name aus Buchstaben, Ziffern, &apos;-&apos;, &apos;_&apos; und &apos;.&apos;; mit einer anderen --id exportieren</translation>
    </message>
    <message>
        <source>its id {0} is that of a model that comes with Tintype; export it with an id of its own (--id)</source>
        <translation>die Kennung {0} ist die eines Modells, das mit Tintype geliefert wird; mit einer eigenen Kennung exportieren (--id)</translation>
    </message>
    <message>
        <source>it comes with Tintype, and only your own models can be removed</source>
        <translation>es wird mit Tintype geliefert, und nur eigene Modelle lassen sich entfernen</translation>
    </message>
    <message>
        <source>{0} cannot be deleted ({1})</source>
        <translation>{0} lässt sich nicht löschen ({1})</translation>
    </message>
    <message>
        <source>onnxruntime says: {0}</source>
        <translation>onnxruntime sagt: {0}</translation>
    </message>
    <message>
        <source>its spec is not a JSON object</source>
        <translation>die Beschreibung darin ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>its spec has format {0}, and this Tintype knows only {1}</source>
        <translation>die Beschreibung darin hat das Format {0}, und dieses Tintype kennt nur {1}</translation>
    </message>
    <message>
        <source>it has no {0} in its metadata</source>
        <translation>in den Metadaten fehlt {0}</translation>
    </message>
    <message>
        <source>the field {0} of its spec is {1} instead of {2}</source>
        <translation>das Feld {0} der Beschreibung ist {1} statt {2}</translation>
    </message>
    <message>
        <source>its spec is not valid JSON</source>
        <translation>die Beschreibung darin ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>you are not allowed to open this folder</source>
        <translation>dieser Ordner darf nicht geöffnet werden</translation>
    </message>
    <message>
        <source>it is the original; choose another name or folder</source>
        <translation>es ist das Original; einen anderen Namen oder Ordner wählen</translation>
    </message>
    <message>
        <source>it holds no step</source>
        <translation>es enthält keinen Schritt</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>es ist kein Text</translation>
    </message>
    <message>
        <source>the folder {0} holds {1} masks named {2} for {3}</source>
        <translation>der Ordner {0} enthält {1} Masken namens {2} für {3}</translation>
    </message>
    <message>
        <source>it is one of the originals; choose another output folder or name</source>
        <translation>es ist eines der Originale; einen anderen Zielordner oder Namen wählen</translation>
    </message>
    <message>
        <source>it was changed while the batch ran; run the batch again with --resume</source>
        <translation>es wurde während des Stapels geändert; den Stapel fortsetzen</translation>
    </message>
    <message>
        <source>another program has put a file there since the batch began</source>
        <translation>ein anderes Programm hat seit Beginn des Stapels eine Datei dort abgelegt</translation>
    </message>
    <message>
        <source>the folder cannot be made ({0})</source>
        <translation>der Ordner kann nicht angelegt werden ({0})</translation>
    </message>
    <message>
        <source>another batch is writing into this folder</source>
        <translation>ein anderer Stapel schreibt in diesen Ordner</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>The file holds {0} pictures; only the first was opened.</source>
        <translation>Die Datei enthält {0} Bilder; nur das erste wurde geöffnet.</translation>
    </message>
    <message>
        <source>The file holds an animation; only its first picture was opened.</source>
        <translation>Die Datei enthält eine Animation; nur ihr erstes Bild wurde geöffnet.</translation>
    </message>
    <message>
        <source>The file is cut short; what is missing was left grey or blurred.</source>
        <translation>Die Datei ist abgeschnitten; was fehlt, blieb grau oder unscharf.</translation>
    </message>
    <message>
        <source>Values darker than black or brighter than white were clipped.</source>
        <translation>Werte dunkler als Schwarz oder heller als Weiß wurden abgeschnitten.</translation>
    </message>
    <message>
        <source>The colours were converted with 8 bits a channel.</source>
        <translation>Die Farben wurden mit 8 Bit je Kanal umgewandelt.</translation>
    </message>
    <message>
        <source>The colours were converted from {0} to sRGB.</source>
        <translation>Die Farben wurden von {0} nach sRGB umgewandelt.</translation>
    </message>
    <message>
        <source>The colours were converted from {0} without a profile and may look different.</source>
        <translation>Die Farben wurden von {0} ohne Profil umgewandelt und können anders aussehen.</translation>
    </message>
    <message>
        <source>The colours are not described as sRGB, but were taken for it, and may look different.</source>
        <translation>Die Farben sind nicht als sRGB beschrieben, wurden aber dafür genommen und können anders aussehen.</translation>
    </message>
    <message>
        <source>The colour profile is damaged and was left out.</source>
        <translation>Das Farbprofil ist beschädigt und wurde weggelassen.</translation>
    </message>
    <message>
        <source>The colours were converted to sRGB, because the file&apos;s format was given no profile.</source>
        <translation>Die Farben wurden nach sRGB umgewandelt, weil das Dateiformat kein Profil bekommt.</translation>
    </message>
    <message>
        <source>Floating point numbers were rounded to 16 bits a channel.</source>
        <translation>Fließkommazahlen wurden auf 16 Bit je Kanal gerundet.</translation>
    </message>
    <message>
        <source>The photo is HDR; on a usual screen its brightest parts are shown as white.</source>
        <translation>Das Foto ist HDR; auf einem gewöhnlichen Bildschirm erscheinen seine hellsten Stellen weiß.</translation>
    </message>
    <message>
        <source>{0} bits a channel became {1}, because the file&apos;s format holds no more.</source>
        <translation>Aus {0} Bit je Kanal wurden {1}, denn mehr fasst das Dateiformat nicht.</translation>
    </message>
    <message>
        <source>The longest entries of the EXIF were left out, because the file&apos;s format holds at most {0} bytes.</source>
        <translation>Die längsten Einträge der EXIF-Daten wurden weggelassen, denn das Dateiformat fasst höchstens {0} Bytes.</translation>
    </message>
    <message>
        <source>Transparent places were put on white, because the file&apos;s format holds no transparency.</source>
        <translation>Durchsichtige Stellen wurden weiß hinterlegt, denn das Dateiformat kennt keine Transparenz.</translation>
    </message>
    <message>
        <source>It is a result of Tintype already.</source>
        <translation>Es ist schon ein Ergebnis von Tintype.</translation>
    </message>
    <message>
        <source>{0} failed: {1}</source>
        <translation>{0} ist fehlgeschlagen: {1}</translation>
    </message>
    <message>
        <source>{0} failed: there is not enough free memory for it.</source>
        <translation>{0} ist fehlgeschlagen: Dafür ist nicht genug Speicher frei.</translation>
    </message>
    <message>
        <source>{0} failed for a reason that Tintype does not know; please report it: {1}.</source>
        <translation>{0} ist aus einem Grund fehlgeschlagen, den Tintype nicht kennt; bitte melden Sie ihn: {1}.</translation>
    </message>
    <message>
        <source>page cleaned</source>
        <translation>Seite gereinigt</translation>
    </message>
    <message>
        <source>The {0} was left out, because the file&apos;s format {1}.</source>
        <translation>Weggelassen: {0}; das Dateiformat {1}.</translation>
    </message>
    <message>
        <source>cannot hold any</source>
        <translation>kann so etwas nicht enthalten</translation>
    </message>
    <message>
        <source>The note of what was done was left out, because the file&apos;s format cannot hold any.</source>
        <translation>Der Vermerk, was getan wurde, wurde weggelassen, weil das Dateiformat keinen aufnehmen kann.</translation>
    </message>
    <message>
        <source>The note of what was done was left out, because the file&apos;s XMP is damaged.</source>
        <translation>Der Vermerk, was getan wurde, wurde weggelassen, weil das XMP der Datei beschädigt ist.</translation>
    </message>
    <message>
        <source>holds at most {0} bytes</source>
        <translation>fasst höchstens {0} Byte</translation>
    </message>
    <message>
        <source>colour profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>This build of onnxruntime has no {0}; {1}.</source>
        <translation>Dieses onnxruntime kennt kein {0}; {1}.</translation>
    </message>
    <message>
        <source>{0} is not used because {1} is missing; {2}.</source>
        <translation>{0} wird nicht verwendet, weil {1} fehlt; {2}.</translation>
    </message>
    <message>
        <source>{0} is not used because its driver is missing or too old; {1}.</source>
        <translation>{0} wird nicht verwendet, weil der Treiber fehlt oder zu alt ist; {1}.</translation>
    </message>
    <message>
        <source>{0} is not used because onnxruntime could not start it ({1}); {2}.</source>
        <translation>{0} wird nicht verwendet, weil onnxruntime es nicht starten konnte ({1}); {2}.</translation>
    </message>
    <message>
        <source>{0} is not used because onnxruntime could not start it; {1}.</source>
        <translation>{0} wird nicht verwendet, weil onnxruntime es nicht starten konnte; {1}.</translation>
    </message>
    <message>
        <source>{0} is not used because its results differ from the CPU&apos;s; {1}.</source>
        <translation>{0} wird nicht verwendet, weil seine Ergebnisse von denen der CPU abweichen; {1}.</translation>
    </message>
    <message>
        <source>The GPU failed while it worked, and the CPU did the rest; if that happens again, update the driver of the GPU.</source>
        <translation>Die GPU ist während der Arbeit ausgefallen, und die CPU hat den Rest getan; falls das wieder geschieht, den Treiber der GPU aktualisieren.</translation>
    </message>
    <message>
        <source>install Tintype with the extra [cuda]</source>
        <translation>Tintype mit dem Zusatz [cuda] installieren</translation>
    </message>
    <message>
        <source>update the NVIDIA driver; CUDA 13 is needed</source>
        <translation>den NVIDIA-Treiber aktualisieren; CUDA 13 ist nötig</translation>
    </message>
    <message>
        <source>update the NVIDIA driver</source>
        <translation>den NVIDIA-Treiber aktualisieren</translation>
    </message>
    <message>
        <source>install NVIDIA TensorRT 10</source>
        <translation>NVIDIA TensorRT 10 installieren</translation>
    </message>
    <message>
        <source>install AMD ROCm with MIGraphX</source>
        <translation>AMD ROCm mit MIGraphX installieren</translation>
    </message>
    <message>
        <source>update the AMD driver</source>
        <translation>den AMD-Treiber aktualisieren</translation>
    </message>
    <message>
        <source>update macOS</source>
        <translation>macOS aktualisieren</translation>
    </message>
    <message>
        <source>update Windows</source>
        <translation>Windows aktualisieren</translation>
    </message>
    <message>
        <source>update the driver of the GPU</source>
        <translation>den Treiber der GPU aktualisieren</translation>
    </message>
    <message>
        <source>install the package openvino</source>
        <translation>das Paket openvino installieren</translation>
    </message>
    <message>
        <source>update the Intel driver</source>
        <translation>den Intel-Treiber aktualisieren</translation>
    </message>
    <message>
        <source>install a Vulkan driver</source>
        <translation>einen Vulkan-Treiber installieren</translation>
    </message>
    <message>
        <source>on an NVIDIA GPU, install the package onnxruntime-gpu</source>
        <translation>für eine NVIDIA-GPU das Paket onnxruntime-gpu installieren</translation>
    </message>
    <message>
        <source>on an AMD GPU, install the package onnxruntime-migraphx</source>
        <translation>für eine AMD-GPU das Paket onnxruntime-migraphx installieren</translation>
    </message>
    <message>
        <source>on a Mac, install the package onnxruntime</source>
        <translation>auf einem Mac das Paket onnxruntime installieren</translation>
    </message>
    <message>
        <source>on Windows, install the package onnxruntime-directml</source>
        <translation>unter Windows das Paket onnxruntime-directml installieren</translation>
    </message>
    <message>
        <source>on Intel hardware, install the package onnxruntime-openvino</source>
        <translation>auf Intel-Hardware das Paket onnxruntime-openvino installieren</translation>
    </message>
    <message>
        <source>install the package onnxruntime-webgpu</source>
        <translation>das Paket onnxruntime-webgpu installieren</translation>
    </message>
    <message>
        <source>No NVIDIA GPU was found: this computer has no NVIDIA driver.</source>
        <translation>Keine NVIDIA-GPU gefunden: Dieser Rechner hat keinen NVIDIA-Treiber.</translation>
    </message>
    <message>
        <source>reading it takes {0} MB, and {1} MB may be used; close other programs, or allow more (Preferences, --memory)</source>
        <translation>das Lesen braucht {0} MB, und {1} MB dürfen belegt werden; andere Programme schließen oder mehr erlauben (Einstellungen, --memory)</translation>
    </message>
    <message>
        <source>This onnxruntime runs on the CPU alone; for a GPU install onnxruntime-gpu, -directml, -openvino or -migraphx.</source>
        <translation>Dieses onnxruntime läuft nur auf der CPU; für eine GPU onnxruntime-gpu, -directml, -openvino oder -migraphx installieren.</translation>
    </message>
    <message>
        <source>CPU ({0})</source>
        <translation>CPU ({0})</translation>
    </message>
    <message>
        <source>CPU ({0}, int8)</source>
        <translation>CPU ({0}, int8)</translation>
    </message>
    <message>
        <source>{0} cores</source>
        <translation>{0} Kerne</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 Kern</translation>
    </message>
    <message>
        <source>The GPU was not used because its free memory is too small for this photo; close other programs that use it.</source>
        <translation>Die GPU wurde nicht verwendet, weil ihr freier Speicher für dieses Foto zu klein ist; andere Programme schließen, die sie nutzen.</translation>
    </message>
</context>
</TS>
