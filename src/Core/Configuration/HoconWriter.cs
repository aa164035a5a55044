using System.Text;

namespace ChefActors.Core.Configuration;

/// <summary>Writes a tree in the few forms that Akka's reader takes without surprises: a member a line, every text in quotes.</summary>
internal static class HoconWriter
{
    public static string Write(SettingNode.Group group)
    {
        var text = new StringBuilder();
        Members(group, text);
        return text.ToString();
    }

    private static void Members(SettingNode.Group group, StringBuilder text)
    {
        foreach (var (key, value) in group.Members)
        {
            Quoted(key, text);
            text.Append(value is SettingNode.Group ? " " : " = ");
            Node(value, text);
            text.Append('\n');
        }
    }

    private static void Node(SettingNode node, StringBuilder text)
    {
        switch (node)
        {
            case SettingNode.Text scalar:
                Quoted(scalar.Value, text);
                break;
            case SettingNode.Group group:
                text.Append("{\n");
                Members(group, text);
                text.Append('}');
                break;
            case SettingNode.Items items:
                text.Append('[');
                for (var i = 0; i < items.Values.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Node(items.Values[i], text);
                }

                text.Append(']');
                break;
        }
    }

    private static void Quoted(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ' || c > '~') text.Append($"\\u{(int)c:x4}");
            else text.Append(c);
        }

        text.Append('"');
    }
}
