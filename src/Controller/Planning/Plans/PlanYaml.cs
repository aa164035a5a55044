using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>
/// A file's bytes to nodes with their places. YAML as plans need it: one document, bounded in size and depth, every key once; anchors, aliases and tags
/// are refused, as they say in one place what holds in another.
/// </summary>
internal sealed class PlanYaml
{
    /// <summary>The most bytes of a file.</summary>
    public const int BytesAtMost = 256 * 1024;

    /// <summary>How deep lists and mappings may nest.</summary>
    public const int DepthAtMost = 20;

    private const string NoAnchors = "the value itself; a plan has no anchors, aliases and tags";

    private readonly Parser parser;
    private readonly PlanFaults faults;

    private PlanYaml(string text, PlanFaults faults)
    {
        parser = new Parser(new StringReader(text));
        this.faults = faults;
    }

    /// <summary>The mapping that the file is, or null; then <paramref name="faults"/> says why.</summary>
    public static PlanNode.Group? Read(ReadOnlySpan<byte> file, PlanFaults faults)
    {
        var start = new PlanPlace(1, 1);
        if (file.Length > BytesAtMost)
        {
            faults.Add(start, "", "a file of more bytes", $"at most {BytesAtMost} bytes");
            return null;
        }

        if (!Utf8.IsValid(file))
        {
            faults.Add(start, "", "bytes that are no UTF-8", "a text in UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(file);
        try
        {
            return new PlanYaml(text.StartsWith('\ufeff') ? text[1..] : text, faults).Document();
        }
        catch (YamlException e)
        {
            faults.Add(PlaceOf(e.Start), "", "no YAML: " + Core.Znodes.PayloadCodec.OneLine(e.Message), $"YAML, nested at most {DepthAtMost} levels");
            return null;
        }
    }

    private static PlanPlace PlaceOf(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    /// <summary>
    /// To the next event. Whatever the parser throws besides its own, as it does for tags that are no URIs and for an end before the start, is no YAML
    /// either; nor is what ends before the document does.
    /// </summary>
    private void Step()
    {
        var at = parser.Current?.End ?? Mark.Empty;
        try
        {
            if (parser.MoveNext()) return;
        }
        catch (Exception e) when (e is not YamlException)
        {
            throw new YamlException(at, at, "the parser cannot read on: " + e.Message, e);
        }

        throw new YamlException(at, at, "the end, in the middle of something");
    }

    private PlanNode.Group? Document()
    {
        Step();
        Step();
        if (parser.Current is not DocumentStart)
        {
            faults.Add(new PlanPlace(1, 1), "", "an empty file", "a mapping of keys");
            return null;
        }

        Step();
        var root = Node(1);
        Step();
        if (parser.Current is DocumentStart second)
        {
            faults.Add(PlaceOf(second.Start), "", "a second document", "one document");
            return null;
        }

        if (root is PlanNode.Group group) return group;
        if (root is not PlanNode.Broken) faults.Add(root.At, "", root.Shown, "a mapping of keys");
        return null;
    }

    /// <summary>The node whose first event is the current one; after it the current event is the one behind the node.</summary>
    private PlanNode Node(int depth)
    {
        var begins = parser.Current!;
        var at = PlaceOf(begins.Start);
        if (begins is AnchorAlias alias) return Refused(at, $"the alias '*{alias.Value.Value}'", NoAnchors);
        if (begins is NodeEvent { Anchor.IsEmpty: false } anchored) return Refused(at, $"the anchor '&{anchored.Anchor.Value}'", NoAnchors);
        if (begins is NodeEvent { Tag.IsEmpty: false } tagged) return Refused(at, $"the tag {PlanNode.Quoted(tagged.Tag.Value)}", NoAnchors);
        if (begins is Scalar scalar)
        {
            Step();
            return new PlanNode.Text(scalar.Value, scalar.Style == ScalarStyle.Plain, at, Inside(scalar, at));
        }

        if (depth > DepthAtMost) throw TooDeep(begins);
        Step();
        return begins switch
        {
            SequenceStart => Items(at, depth),
            MappingStart => Group(at, depth),
            _ => throw new YamlException(begins.Start, begins.End, "nothing where something must be"),
        };
    }

    private static PlanPlace? Inside(Scalar scalar, PlanPlace at)
    {
        var quotes = scalar.Style switch { ScalarStyle.Plain => 0, ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => 1, _ => -1 };
        var asWritten = quotes >= 0 && scalar.End.Line == scalar.Start.Line && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quotes);
        return asWritten ? at with { Column = at.Column + quotes } : null;
    }

    private PlanNode.Items Items(PlanPlace at, int depth)
    {
        var values = new List<PlanNode>();
        while (parser.Current is not SequenceEnd) values.Add(Node(depth + 1));
        Step();
        return new PlanNode.Items(values, at);
    }

    private PlanNode.Group Group(PlanPlace at, int depth)
    {
        var entries = new List<PlanEntry>();
        var places = new Dictionary<string, PlanPlace>(StringComparer.Ordinal);
        while (parser.Current is not MappingEnd)
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is PlanNode.Text { Value: var name })
            {
                if (places.TryAdd(name, key.At)) entries.Add(new PlanEntry(name, key.At, value));
                else faults.Add(key.At, name, $"the key {PlanNode.Quoted(name)} again, it is at {places[name]} already", "every key once");
            }
            else if (key is not PlanNode.Broken)
            {
                faults.Add(key.At, "", key.Shown + " as a key", "a word as a key");
            }
        }

        Step();
        return new PlanNode.Group(entries, at);
    }

    /// <summary>Nothing is read on: the library's scanner looks at every open level again for each of its tokens.</summary>
    private static YamlException TooDeep(ParsingEvent at) => new(at.Start, at.End, $"more than {DepthAtMost} levels");

    private PlanNode.Broken Refused(PlanPlace at, string found, string allowed)
    {
        faults.Add(at, "", found, allowed);
        var depth = 0;
        do
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DepthAtMost) throw TooDeep(parser.Current!);
            Step();
        }
        while (depth > 0);
        return new PlanNode.Broken(at);
    }
}
